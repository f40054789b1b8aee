package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.takt.check.HandlerRecord;
import dev.takt.check.Workload;
import dev.takt.server.ClusterUnderTest;
import dev.takt.server.SharedCluster;
import dev.takt.server.TaktApi;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTextMessage;
import org.apache.activemq.artemis.utils.UUID;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Faults that a cluster must survive, done to real servers and a real database. After each, everything is drained and the
 * invariants are checked over all that the cluster ever did.
 */
@ExtendWith(SharedCluster.class)
class FaultsIT {
    private static final int TASKS = 600;
    private static final int TASK_MILLIS = 400;
    private static final int UNDER_WAY = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MANY_SHORT = 100;
    private static final int MANY_LONG = 300;
    private static final int LONG_MILLIS = 6_000;
    private static final Duration FREEZE = Duration.ofSeconds(10);
    private static final String SUBMITTER = "faults-submitter";

    /** Twice what it takes on a loaded machine; the figures in the README come from measuring. */
    private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(10);

    private static final String SUBMISSIONS = "jms.queue.takt.submit";
    private static final int DELIVERIES = 334;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aWorkerThatIsKilledLosesOnlyWhatItRan(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        int victim = otherThan(cluster.owner(), cluster);
        Map<String, String> running = work.running();
        cluster.kill9(victim);
        awaitDeclaredGone(cluster, victim);
        assertThat(work.violationsAfterDrain()).isEmpty();
        onlyWhatRanThereStartedAgain(cluster, running, victim);
    }

    @Test
    void anOwnerThatIsKilledIsReplacedAndWhatOthersRunGoesOn(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        int victim = cluster.owner();
        Map<String, String> running = work.running();
        cluster.kill9(victim);
        awaitDeclaredGone(cluster, victim);
        assertThat(work.violationsAfterDrain()).isEmpty();
        onlyWhatRanThereStartedAgain(cluster, running, victim);
        assertThat(cluster.owner()).isNotEqualTo(victim);
    }

    @Test
    void whatWasAcknowledgedOutlivesTheDeathOfAllNodes(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        for (int node = 1; node <= cluster.size(); node++) {
            cluster.kill9(node);
        }
        cluster.heal();
        assertThat(work.violationsAfterDrain()).isEmpty();
    }

    /** Its slots are in the midst of long handlers, and what waits behind them begins elsewhere, and not there as well. */
    @Test
    void aFrozenOwnerIsReplacedAndHarmlessWhenItThaws(ClusterUnderTest cluster) throws Exception {
        // An owner hands out ahead what it has learnt to be short.
        assertThat(new Workload(cluster, MANY_SHORT, 1).start().violationsAfterDrain())
                .isEmpty();
        Workload work = new Workload(cluster, MANY_LONG, LONG_MILLIS).start().awaitAcknowledged(MANY_LONG);
        int victim = cluster.owner();
        Awaitility.await("attempts wait for a slot at the owner's node")
                .atMost(LIMIT)
                .until(() -> waitingAt(cluster, victim) > 0);
        long epoch = epoch(cluster);
        Map<String, String> running = work.running();
        long frozenNanos = System.nanoTime();
        cluster.freeze(victim);
        awaitAnotherOwner(cluster, epoch);
        Awaitility.await("the freeze has lasted")
                .atMost(LIMIT)
                .until(() -> System.nanoTime() - frozenNanos > FREEZE.toNanos());
        cluster.thaw(victim);
        assertThat(work.violationsAfterDrain()).isEmpty();
        cluster.awaitWhole();
        onlyWhatRanThereStartedAgain(cluster, running, victim);
        Awaitility.await("all say that it was replaced").atMost(LIMIT).until(() -> timesReplaced(cluster, victim) > 0);
    }

    /** The owner's transaction waits for a lock when the owner freezes: the lease's row stays locked with it. */
    @Test
    void anOwnerFrozenInsideATransactionIsReplacedToo(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        int victim = cluster.owner();
        long epoch = epoch(cluster);
        Map<String, String> running = work.running();
        try (Connection locker = cluster.connect();
                Statement statement = locker.createStatement()) {
            locker.setAutoCommit(false);
            statement.execute("lock table task in exclusive mode");
            Awaitility.await("the owner waits inside its transaction")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> waitsForTask(cluster));
            cluster.freeze(victim);
            locker.rollback();
        }
        awaitAnotherOwner(cluster, epoch);
        cluster.thaw(victim);
        assertThat(work.violationsAfterDrain()).isEmpty();
        onlyWhatRanThereStartedAgain(cluster, running, victim);
    }

    @Test
    void theDatabaseMayBeRestartedUnderLoad(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        try (ActiveMQConnectionFactory factory = brokerOf(cluster, 1);
                JMSContext context = submitter(cluster, factory, JMSContext.SESSION_TRANSACTED)) {
            // Whether a session may send is asked when it first does, and users are in the database.
            submit(context, 1, "{\"handler\":\"noop\"}");
            cluster.postgres().stop();
            try {
                submit(context, 20, "{\"handler\":\"noop\",\"key\":\"while-away-%d\"}");
                isOutOfService(cluster);
            } finally {
                cluster.postgres().start();
            }
        }
        assertThat(work.violationsAfterDrain()).isEmpty();
        for (int message = 0; message < 20; message++) {
            String key = "while-away-" + message;
            Awaitility.await("message " + key + " is taken").atMost(LIMIT).until(() -> tasksWithKey(cluster, key) == 1);
        }
        everybodyLives(cluster);
        eachStartedOnce(cluster, work);
    }

    @Test
    void theDatabaseMayBeKilledUnderLoad(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        cluster.postgres().kill();
        cluster.postgres().start();
        assertThat(work.violationsAfterDrain()).isEmpty();
        everybodyLives(cluster);
        eachStartedOnce(cluster, work);
    }

    @Test
    void allConnectionsMayBeCut(ClusterUnderTest cluster) throws Exception {
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(UNDER_WAY);
        for (int round = 1; round <= 3; round++) {
            try (Connection connection = cluster.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()");
            }
            work.awaitAcknowledged(UNDER_WAY + round * 100);
        }
        assertThat(work.violationsAfterDrain()).isEmpty();
        everybodyLives(cluster);
        eachStartedOnce(cluster, work);
    }

    /** It takes one node with it, and is then put aside: the others are spared. */
    @Test
    void aTaskThatKillsItsServerIsPutInQuarantine(ClusterUnderTest cluster) throws Exception {
        TaktApi any = cluster.api(cluster.owner());
        any.put("/api/v1/pools/default", "{\"lostLimit\":1}").expect(200);
        try {
            // The delay lets the answer out before the server that gives it may die.
            String deadly = any.submit("{\"handler\":\"recording\",\"payload\":\"halt\",\"delay\":\"PT1S\"}");
            Awaitility.await("a server dies of it").atMost(LIMIT).until(() -> firstDead(cluster) > 0);
            int dead = firstDead(cluster);
            cluster.kill9(dead);
            JsonNode task = cluster.api(otherThan(dead, cluster)).awaitEnd(deadly, LIMIT);
            assertThat(task.path("state").asText()).isEqualTo("FAILED");
            assertThat(task.path("error").asText()).startsWith("Quarantined");
            for (int node = 1; node <= cluster.size(); node++) {
                assertThat(cluster.isRunning(node)).isEqualTo(node != dead);
            }
        } finally {
            cluster.heal();
            cluster.api(1).put("/api/v1/pools/default", "{\"lostLimit\":3}").expect(200);
        }
        assertThat(new Workload(cluster, 1, 1).start().violationsAfterDrain()).isEmpty();
    }

    /** One message without a key, whose id is all that tells, comes to all nodes again and again. */
    @Test
    void aMessageThatIsDeliveredAThousandTimesMakesOneTask(ClusterUnderTest cluster) throws Exception {
        UUID id = UUIDGenerator.getInstance().generateUUID();
        Set<String> made = new HashSet<>();
        for (int node = 1; node <= cluster.size(); node++) {
            try (ActiveMQConnectionFactory factory = brokerOf(cluster, node);
                    JMSContext context = submitter(cluster, factory, JMSContext.AUTO_ACKNOWLEDGE);
                    ClientSessionFactory connection = factory.getServerLocator().createSessionFactory();
                    ClientSession session =
                            connection.createSession(SUBMITTER, TaktApi.PASSWORD, false, true, true, false, 0)) {
                TemporaryQueue replies = context.createTemporaryQueue();
                ActiveMQTextMessage message = (ActiveMQTextMessage) context.createTextMessage("{\"handler\":\"noop\"}");
                message.setJMSReplyTo(replies);
                message.doBeforeSend();
                // JMS gives each message that it sends an id of its own.
                message.getCoreMessage().setUserID(id);
                ClientProducer producer = session.createProducer(SUBMISSIONS);
                for (int delivery = 0; delivery < DELIVERIES; delivery++) {
                    producer.send(message.getCoreMessage());
                }
                try (JMSConsumer answers = context.createConsumer(replies)) {
                    for (int delivery = 0; delivery < DELIVERIES; delivery++) {
                        String answer = answers.receiveBody(String.class, LIMIT.toMillis());
                        made.add(JSON.readTree(answer).path("id").asText(answer));
                    }
                }
            }
        }
        assertThat(made).hasSize(1);
        assertThat(tasksWithKey(cluster, "jms:ID:" + id)).isEqualTo(1);
    }

    private static ActiveMQConnectionFactory brokerOf(ClusterUnderTest cluster, int node) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + cluster.httpPort(node)
                + "?httpUpgradeEnabled=true&httpUpgradeEndpoint=http-acceptor");
    }

    private static JMSContext submitter(ClusterUnderTest cluster, ActiveMQConnectionFactory factory, int mode) {
        cluster.api(1).withUser(SUBMITTER, "submitter");
        return factory.createContext(SUBMITTER, TaktApi.PASSWORD, mode);
    }

    /** Sends some messages at once; a {@code %d} in the body is their number, from 0. */
    private static void submit(JMSContext context, int messages, String body) {
        Queue queue = context.createQueue(SUBMISSIONS);
        for (int message = 0; message < messages; message++) {
            context.createProducer().send(queue, body.formatted(message));
        }
        context.commit();
    }

    /** Whatever else ran by the record has started once, before the fault or after it. */
    static void onlyWhatRanThereStartedAgain(ClusterUnderTest cluster, Map<String, String> running, int victim)
            throws Exception {
        assertThat(running).as("what ran before").isNotEmpty();
        HandlerRecord record = cluster.record();
        running.forEach((task, node) -> {
            if (!node.equals(cluster.name(victim))) {
                assertThat(record.starts().getOrDefault(task, List.of()))
                        .as("starts of %s, which ran on %s", task, node)
                        .hasSize(1);
            }
        });
    }

    /** No task was lost with a node, so none has started twice. */
    private static void eachStartedOnce(ClusterUnderTest cluster, Workload work) throws Exception {
        HandlerRecord record = cluster.record();
        for (String task : work.tasks()) {
            assertThat(record.starts().get(task)).as("starts of " + task).hasSize(1);
        }
    }

    /** Whoever asks is told to come back later, and a load balancer to send nobody. */
    private static void isOutOfService(ClusterUnderTest cluster) {
        TaktApi.Answer answer = cluster.api(1).post("/api/v1/tasks", "{\"handler\":\"noop\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).matches("[1-9][0-9]*");
        Awaitility.await("it is not ready").atMost(LIMIT).until(() -> !cluster.isReady(1));
    }

    private static int timesReplaced(ClusterUnderTest cluster, int node) {
        for (JsonNode one : cluster.api(otherThan(node, cluster))
                .get("/api/v1/nodes")
                .expect(200)
                .path("items")) {
            if (one.path("name").asText().equals(cluster.name(node))
                    && one.path("state").asText().equals("ACTIVE")) {
                return one.path("timesReplaced").asInt();
            }
        }
        return 0;
    }

    /** The others agree in the record that it is gone, and do not only wait until its reports are too old. */
    private static void awaitDeclaredGone(ClusterUnderTest cluster, int victim) {
        Awaitility.await(cluster.name(victim) + " is declared gone")
                .atMost(LIMIT)
                .until(() -> cluster.ask("select left_at is not null from node where name = '" + cluster.name(victim)
                                + "' order by started_at desc limit 1")
                        .equals("t"));
    }

    private static void everybodyLives(ClusterUnderTest cluster) {
        for (int node = 1; node <= cluster.size(); node++) {
            assertThat(cluster.isRunning(node)).as(cluster.name(node)).isTrue();
        }
        cluster.awaitWhole();
    }

    private static int firstDead(ClusterUnderTest cluster) {
        for (int node = 1; node <= cluster.size(); node++) {
            if (!cluster.isRunning(node)) {
                return node;
            }
        }
        return 0;
    }

    /** A node that runs and is not this one. */
    private static int otherThan(int node, ClusterUnderTest cluster) {
        for (int other = 1; other <= cluster.size(); other++) {
            if (other != node && cluster.isRunning(other)) {
                return other;
            }
        }
        throw new IllegalStateException("no other node runs");
    }

    private static long epoch(ClusterUnderTest cluster) throws Exception {
        return Long.parseLong(cluster.ask("select epoch from pool_lease where pool = 'default'"));
    }

    private static void awaitAnotherOwner(ClusterUnderTest cluster, long epoch) {
        Awaitility.await("another owner").atMost(TAKE_OVER_LIMIT).until(() -> epoch(cluster) > epoch);
    }

    /** How many attempts a node has by the record beyond those that its slots can perform. */
    private static int waitingAt(ClusterUnderTest cluster, int node) throws Exception {
        return Integer.parseInt(cluster.ask("select coalesce(count(t.id) - max(n.slots), 0) from node n"
                + " join task t on t.node = n.id where t.state = 'RUNNING' and n.left_at is null and n.name = '"
                + cluster.name(node) + "'"));
    }

    private static boolean waitsForTask(ClusterUnderTest cluster) throws Exception {
        return !"0"
                .equals(cluster.ask("select count(*) from pg_locks l join pg_class c on c.oid = l.relation"
                        + " where c.relname = 'task' and not l.granted"));
    }

    private static int tasksWithKey(ClusterUnderTest cluster, String key) throws Exception {
        return Integer.parseInt(cluster.ask("select (select count(*) from task where client_key = '" + key + "')"
                + " + (select count(*) from task_history where client_key = '" + key + "')"));
    }
}
