package dev.takt.intake;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.own.Suspension;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes submissions from the queue {@code takt.submit}: JSON text messages of the same form as in
 * {@code POST /api/v1/tasks}.
 *
 * <pre>
 *   message ─▶ accepted  ─▶ durable task, acceptance to JMSReplyTo, message gone
 *              refused   ─▶ queue takt.dead, with {@code takt_reason} and {@code takt_original_id}, and a refusal to JMSReplyTo
 *              no answer ─▶ kept here and asked again; given back when its pool stays overloaded, or the server stops
 * </pre>
 *
 * A delivery is acknowledged after all that, without a transaction: one for each message, with a branch at the broker, would
 * cost more than twice what Takt itself does. So a message may come again, and a dead letter may be doubled, when the server
 * dies in between. A message that comes again makes no second task: its key, or else its JMSMessageID, is the task's client
 * key.
 *
 * <p>What is not a text message, or is far too large for a task, is never read: moving it does not touch its body. The
 * submitter is known to the broker only, which does not tell, so the record says {@value #ACTOR}.
 */
@MessageDriven(
        // Each session waits for the owner's commit and for the broker's: so many are committed at once.
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destinationLookup",
                    propertyValue = "java:/jms/queue/takt.submit"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "64")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubmissionListener implements MessageListener {
    /** Who submits by JMS. */
    static final String ACTOR = "jms";

    /** Precedes a message's id in the client key. */
    static final String KEY_PREFIX = "jms:";

    /** How often a pool that has too much to do is asked again before its message is given back, and others pass. */
    private static final int OVERLOADED_MAX = 10;

    /** A failure that is not a refusal is a defect; after so many deliveries the message is put aside for people. */
    private static final int DEFECTS_MAX = 10;

    /** The broker sets it on messages that it keeps outside its memory: the size of the body in bytes. */
    static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";

    /**
     * How many times the largest payload a message's body may have to be read: twice, because the broker counts two
     * bytes a character, and twice for the rest of the document and its white space.
     */
    private static final long BODY_PER_PAYLOAD_MAX = 4;

    private static final Logger LOG = Logger.getLogger(SubmissionListener.class);

    @Inject
    private Intake intake;

    @Inject
    private SubmissionReplies replies;

    @Inject
    private Suspension suspension;

    @Inject
    @JMSConnectionFactory("java:/JmsXA")
    private JMSContext jms;

    @Resource(lookup = "java:/jms/queue/takt.dead")
    private Queue dead;

    @Override
    public void onMessage(Message message) {
        try {
            if (message instanceof TextMessage text) {
                submit(text);
            } else {
                refuse(
                        message,
                        new TaktException.Invalid(
                                "", "The message is not a text message; send JSON as a TextMessage."));
            }
        } catch (JMSException failure) {
            throw new IllegalStateException("A submission could not be read or moved; it is delivered again.", failure);
        }
    }

    private void submit(TextMessage message) throws JMSException {
        try {
            replies.accept(message, receipt(request(message)));
        } catch (TaktException.Busy notNow) {
            throw notNow;
        } catch (TaktException refusal) {
            refuse(message, refusal);
        } catch (RuntimeException defect) {
            if (message.getIntProperty("JMSXDeliveryCount") < DEFECTS_MAX) {
                throw defect;
            }
            LOG.errorf(
                    defect, "Submission %s failed %d times and is put aside.", message.getJMSMessageID(), DEFECTS_MAX);
            bury(message, "Takt failed " + DEFECTS_MAX + " times to carry it out; its log has the reason.");
        }
    }

    /**
     * Takt's receipt. While the record is out of reach, for whatever pool, the session waits with its message: a delivery
     * that fails every time would only be work and noise. A pool that is overloaded has its own messages given back.
     *
     * @throws TaktException.Busy when the server stops meanwhile, or the pool has too much to do
     */
    private TaskReceipt receipt(TaskRequest request) {
        int overloaded = 0;
        while (true) {
            try {
                return Answers.await(intake.submit(List.of(request), false, ACTOR))
                        .get(0);
            } catch (TaktException.Busy busy) {
                LOG.debugf(busy, "The submission with the key %s waits.", request.key());
                overloaded += busy.isUnavailable() ? 0 : 1;
                if (suspension.await(busy.retryAfter()) || overloaded > OVERLOADED_MAX) {
                    throw busy;
                }
            }
        }
    }

    /** @throws TaktException.TooLarge before a body is read into memory that holds no acceptable task */
    static void checkSize(Message message) throws JMSException {
        long bytesMax = BODY_PER_PAYLOAD_MAX * FieldRules.payloadMaxBytes();
        if (message.propertyExists(LARGE_SIZE) && message.getLongProperty(LARGE_SIZE) > bytesMax) {
            throw new TaktException.TooLarge(
                    "",
                    "The message has " + message.getLongProperty(LARGE_SIZE) + " bytes; up to " + bytesMax
                            + " are read. Keep large data elsewhere and pass its address.");
        }
    }

    private static TaskRequest request(TextMessage message) throws JMSException {
        checkSize(message);
        String text = message.getText();
        if (text == null) {
            throw new TaktException.Invalid("", "The message is empty; a JSON object is needed.");
        }
        TaskRequest request = TaskDocument.read(text.getBytes(StandardCharsets.UTF_8));
        if (request.key() != null) {
            return request;
        }
        if (message.getJMSMessageID() == null) {
            throw new TaktException.Invalid(
                    "key",
                    "is missing, and so is the JMSMessageID; without either, a second delivery makes a second task.");
        }
        return withKey(request, KEY_PREFIX + message.getJMSMessageID());
    }

    private static TaskRequest withKey(TaskRequest request, String key) {
        return new TaskRequest(
                request.job(),
                request.handler(),
                request.payload(),
                request.queue(),
                request.priority(),
                key,
                request.due(),
                request.delay(),
                request.timeout(),
                request.ttl(),
                request.retry(),
                request.labels(),
                request.needs());
    }

    private void refuse(Message message, TaktException refusal) throws JMSException {
        replies.refuse(message, refusal);
        bury(message, refusal.getMessage());
    }

    /** Puts the message as it is aside, durably, before it is acknowledged. */
    private void bury(Message message, String reason) throws JMSException {
        DeadMessage.mark(message, reason);
        jms.createProducer().send(dead, message);
    }
}
