package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.takt.server.TaktApi;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Submits by JMS as a program on another machine does: Artemis' client, over the HTTP port, with a submitter's password. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JmsIT {
    private static final String SUBMITTER = "jms-submitter";
    private static final String VIEWER = "jms-viewer";
    private static final String QUEUE = "jms.queue.takt.submit";
    private static final String EVENTS = "jms.topic.takt.events";
    private static final long WAIT_MILLIS = 15_000;
    private static final long SILENCE_MILLIS = 500;
    private static final int MANY = 500;
    private static final TaktApi TAKT = TaktApi.administrator();

    @BeforeAll
    static void makeUsers() {
        TAKT.withUser(SUBMITTER, "submitter");
        TAKT.withUser(VIEWER, "viewer");
    }

    @Test
    void aValidMessageBecomesATaskAndIsAnswered() throws Exception {
        try (JMSContext context = connect(SUBMITTER)) {
            JsonNode receipt = request(context, "{\"handler\":\"noop\",\"payload\":{\"by\":\"jms\"}}");
            JsonNode task = TAKT.awaitEnd(receipt.path("id").asText());
            assertThat(task.path("state").asText()).isEqualTo("SUCCEEDED");
            assertThat(task.path("result").path("by").asText()).isEqualTo("jms");
            assertThat(task.path("submittedBy").asText()).isNotEmpty();
        }
    }

    @Test
    void theSameKeyTwiceGivesTheFirstTask() throws Exception {
        String body = "{\"handler\":\"noop\",\"key\":\"%s\"}".formatted(UUID.randomUUID());
        try (JMSContext context = connect(SUBMITTER)) {
            String first = request(context, body).path("id").asText();
            assertThat(request(context, body).path("id").asText()).isEqualTo(first);
        }
    }

    @Test
    void anInvalidMessageGoesToTheDeadLettersWithTheReason() throws Exception {
        String mark = UUID.randomUUID().toString();
        try (JMSContext context = connect(SUBMITTER);
                JMSContext administrator = connect(TaktApi.ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"))) {
            context.createProducer()
                    .setProperty("mark", mark)
                    .send(context.createQueue(QUEUE), "{\"handler\":\"noop\",\"delay\":\"soon\"}");
            Message dead = dead(administrator, mark);
            assertThat(dead.getStringProperty("takt_reason")).contains("delay");
        }
    }

    @Test
    void anObjectMessageGoesToTheDeadLettersUnread() throws Exception {
        String mark = UUID.randomUUID().toString();
        try (JMSContext context = connect(SUBMITTER);
                JMSContext administrator = connect(TaktApi.ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"))) {
            context.createProducer()
                    .setProperty("mark", mark)
                    .send(context.createQueue(QUEUE), new java.util.ArrayList<>(java.util.List.of("x")));
            Message dead = dead(administrator, mark);
            assertThat(dead.getStringProperty("takt_reason")).contains("text message");
            assertThat(dead.getStringProperty("takt_original_id")).startsWith("ID:");
            assertThat(dead.getBody(java.io.Serializable.class)).isEqualTo(java.util.List.of("x"));
        }
    }

    @Test
    void aMessageWithoutAKeyHasItsIdAsKeySoThatASecondDeliveryMakesNoSecondTask() throws Exception {
        try (JMSContext context = connect(SUBMITTER)) {
            TextMessage message = context.createTextMessage("{\"handler\":\"noop\"}");
            String id = request(context, message, null).path("id").asText();
            assertThat(TAKT.task(id).path("key").asText()).isEqualTo("jms:" + message.getJMSMessageID());
        }
    }

    @Test
    void aRefusalIsAnsweredWithTheFieldAndTheCallersCorrelation() throws Exception {
        try (JMSContext context = connect(SUBMITTER)) {
            TextMessage message = context.createTextMessage("{\"handler\":\"no-such-handler\"}");
            JsonNode refusal = request(context, message, "call-7");
            assertThat(refusal.path("status").asInt()).isEqualTo(400);
            assertThat(refusal.path("violations").get(0).path("field").asText()).isEqualTo("handler");
        }
    }

    @Test
    void taktSendsRepliesNowhereButToTemporaryQueues() throws Exception {
        String mark = UUID.randomUUID().toString();
        try (JMSContext context = connect(SUBMITTER);
                JMSContext administrator = connect(TaktApi.ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"))) {
            context.createProducer()
                    .setJMSReplyTo(context.createQueue("jms.queue.takt.dead"))
                    .setJMSCorrelationID(mark)
                    .send(context.createQueue(QUEUE), "{\"handler\":\"noop\",\"key\":\"%s\"}".formatted(mark));
            // The task is there when the same key is known; a reply would have been sent before.
            Awaitility.await()
                    .until(() -> TAKT.post("/api/v1/tasks", "{\"handler\":\"noop\",\"key\":\"%s\"}".formatted(mark))
                                    .status()
                            == 200);
            try (JMSConsumer replies = administrator.createConsumer(
                    administrator.createQueue("jms.queue.takt.dead"), "JMSCorrelationID = '" + mark + "'")) {
                assertThat(replies.receive(SILENCE_MILLIS)).isNull();
            }
        }
    }

    @Test
    void fiveHundredMessagesMakeFiveHundredTasks() throws Exception {
        String label = UUID.randomUUID().toString();
        try (JMSContext connection = connect(SUBMITTER);
                JMSContext context = connection.createContext(JMSContext.SESSION_TRANSACTED);
                JMSContext viewer = connect(VIEWER);
                JMSConsumer events =
                        viewer.createConsumer(viewer.createTopic(EVENTS), "label_many = '" + label + "'")) {
            Queue queue = context.createQueue(QUEUE);
            for (int i = 0; i < MANY; i++) {
                context.createProducer()
                        .send(queue, "{\"handler\":\"noop\",\"labels\":{\"many\":\"%s\"}}".formatted(label));
            }
            context.commit();
            Set<String> ended = new HashSet<>();
            for (int i = 0; i < MANY; i++) {
                TextMessage event = (TextMessage) events.receive(WAIT_MILLIS);
                assertThat(event).as("event " + i).isNotNull();
                ended.add(
                        new ObjectMapper().readTree(event.getText()).path("id").asText());
            }
            assertThat(ended).hasSize(MANY);
            assertThat(events.receive(SILENCE_MILLIS)).isNull();
        }
    }

    @Test
    void theEndOfATaskIsToldToWhomItConcerns() throws Exception {
        String label = UUID.randomUUID().toString();
        try (JMSContext context = connect(VIEWER)) {
            JMSConsumer mine = context.createConsumer(context.createTopic(EVENTS), "label_t = '" + label + "'");
            JMSConsumer failures = context.createConsumer(
                    context.createTopic(EVENTS), "state = 'FAILED' and label_t = '" + label + "'");
            String id = TAKT.submit("{\"handler\":\"noop\",\"labels\":{\"t\":\"%s\"}}".formatted(label));
            TextMessage event = (TextMessage) mine.receive(WAIT_MILLIS);
            assertThat(event).as("event").isNotNull();
            assertThat(new ObjectMapper().readTree(event.getText()).path("id").asText())
                    .isEqualTo(id);
            assertThat(event.getStringProperty("state")).isEqualTo("SUCCEEDED");
            assertThat(event.getStringProperty("queue")).isEqualTo("default");
            assertThat(failures.receive(SILENCE_MILLIS)).isNull();
        }
    }

    @Test
    void whoHasNoPasswordDoesNotConnect() {
        assertThatThrownBy(() -> connect(SUBMITTER, "wrong").close()).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> connect(null, null).close()).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void aViewerMayNotSubmitAndASubmitterMayNotReadTheQueues() {
        try (JMSContext viewer = connect(VIEWER)) {
            assertThatThrownBy(() -> viewer.createProducer().send(viewer.createQueue(QUEUE), "{\"handler\":\"noop\"}"))
                    .isInstanceOf(JMSRuntimeException.class);
        }
        try (JMSContext submitter = connect(SUBMITTER)) {
            for (String queue : new String[] {QUEUE, "jms.queue.takt.dead"}) {
                assertThatThrownBy(() -> submitter
                                .createConsumer(submitter.createQueue(queue))
                                .receiveNoWait())
                        .isInstanceOf(JMSRuntimeException.class);
            }
        }
    }

    private static JsonNode request(JMSContext context, String body) throws Exception {
        return request(context, context.createTextMessage(body), null);
    }

    /** Sends a message and gives its reply, which must carry the correlation id, or else the message's id. */
    private static JsonNode request(JMSContext context, TextMessage message, String correlation) throws Exception {
        Queue replies = context.createTemporaryQueue();
        try (JMSConsumer consumer = context.createConsumer(replies)) {
            message.setJMSReplyTo(replies);
            message.setJMSCorrelationID(correlation);
            context.createProducer().send(context.createQueue(QUEUE), message);
            TextMessage reply = (TextMessage) consumer.receive(WAIT_MILLIS);
            assertThat(reply).as("reply").isNotNull();
            assertThat(reply.getJMSCorrelationID())
                    .isEqualTo(correlation == null ? message.getJMSMessageID() : correlation);
            return new ObjectMapper().readTree(reply.getText());
        }
    }

    private static Message dead(JMSContext administrator, String mark) throws JMSException {
        try (JMSConsumer consumer = administrator.createConsumer(
                administrator.createQueue("jms.queue.takt.dead"), "mark = '" + mark + "'")) {
            Message message = consumer.receive(WAIT_MILLIS);
            assertThat(message).as("dead letter").isNotNull();
            assertThat(consumer.receive(SILENCE_MILLIS))
                    .as("a second dead letter")
                    .isNull();
            return message;
        }
    }

    private static JMSContext connect(String user) {
        return connect(user, TaktApi.PASSWORD);
    }

    private static JMSContext connect(String user, String password) {
        int port = 8080 + Integer.getInteger("test.port.offset");
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port
                + "?httpUpgradeEnabled=true&httpUpgradeEndpoint=http-acceptor&reconnectAttempts=0");
        return factory.createContext(user, password);
    }
}
