package dev.takt.intake;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * A message with a submission, from its delivery to its end.
 *
 * <pre>
 *   message ─▶ accepted  ─▶ durable task, acceptance to JMSReplyTo, message gone
 *              refused   ─▶ queue takt.dead, with {@code takt_reason} and {@code takt_original_id}, and a refusal to JMSReplyTo
 *              no answer ─▶ delivered again later: Takt is busy, or its database is out of reach
 * </pre>
 *
 * A message that comes again makes no second task: its key, or else its JMSMessageID, is the task's client key. What is
 * not a text message, or is far too large for a task, is never read: moving it does not touch its body. The submitter is
 * known to the broker only, which does not tell, so the record says {@value #ACTOR}.
 */
final class Delivery {
    /** Who submits by JMS. */
    static final String ACTOR = "jms";

    /** Precedes a message's id in the client key. */
    static final String KEY_PREFIX = "jms:";

    /** A failure that is not a refusal is a defect; after so many deliveries the message is put aside for people. */
    private static final int DEFECTS_MAX = 10;

    /** The broker sets it on messages that it keeps outside its memory: the size of the body in bytes. */
    static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";

    /**
     * How many times the largest payload a message's body may have to be read: twice, because the broker counts two
     * bytes a character, and twice for the rest of the document and its white space.
     */
    private static final long BODY_PER_PAYLOAD_MAX = 4;

    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final Message message;
    private final SubmissionReplies replies;
    private final MessageProducer burial;
    private CompletionStage<List<TaskReceipt>> answer;

    /**
     * @param burial sends to {@code takt.dead}, in the transaction of the delivery
     */
    Delivery(Message message, SubmissionReplies replies, MessageProducer burial) {
        this.message = message;
        this.replies = replies;
        this.burial = burial;
    }

    /** Submits what the message asks for, without waiting for the answer; gives the characters that were read. */
    int submit(Intake intake) throws JMSException {
        String text = null;
        try {
            text = text();
            answer = intake.submit(List.of(request(text)), false, ACTOR);
        } catch (RuntimeException failure) {
            answer = CompletableFuture.failedStage(failure);
        }
        return text == null ? 0 : text.length();
    }

    /**
     * Waits for the answer and does what follows from it.
     *
     * @return whether the message may go; false when it must be delivered again
     */
    boolean settle() throws JMSException {
        try {
            TaskReceipt receipt = Answers.await(answer).get(0);
            if (message.getJMSReplyTo() != null) {
                replies.accept(message, receipt);
            }
        } catch (TaktException.Busy busy) {
            LOG.debugf(busy, "Submission %s is delivered again.", message.getJMSMessageID());
            return false;
        } catch (TaktException refusal) {
            replies.refuse(message, refusal);
            bury(refusal.getMessage());
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "Submission %s failed.", message.getJMSMessageID());
            if (message.getIntProperty("JMSXDeliveryCount") < DEFECTS_MAX) {
                return false;
            }
            LOG.errorf("Submission %s failed %d times and is put aside.", message.getJMSMessageID(), DEFECTS_MAX);
            bury("Takt failed " + DEFECTS_MAX + " times to carry it out; its log has the reason.");
        }
        return true;
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

    private String text() throws JMSException {
        if (!(message instanceof TextMessage document)) {
            throw new TaktException.Invalid("", "The message is not a text message; send JSON as a TextMessage.");
        }
        checkSize(message);
        String text = document.getText();
        if (text == null) {
            throw new TaktException.Invalid("", "The message is empty; a JSON object is needed.");
        }
        return text;
    }

    private TaskRequest request(String text) throws JMSException {
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

    /** Moves the message as it is, in the transaction of its delivery. */
    private void bury(String reason) throws JMSException {
        DeadMessage.mark(message, reason);
        burial.send(message);
    }
}
