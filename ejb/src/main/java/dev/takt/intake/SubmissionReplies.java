package dev.takt.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Answers submissions by JMS where they ask for it. A reply that cannot be sent, because who asked is gone, does not
 * bring the submission back. After a second delivery there is a second reply, with {@code existing}.
 *
 * <p>Takt may send anywhere, a submitter may not. So replies go to temporary queues only, which belong to who asked;
 * any other JMSReplyTo is not answered.
 */
@ApplicationScoped
public class SubmissionReplies {
    /** The broker's names of temporary queues. */
    private static final Pattern TEMPORARY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Logger LOG = Logger.getLogger(SubmissionReplies.class);
    private static final JsonFactory JSON = new JsonFactory();

    @Resource(lookup = "java:/JmsXA")
    private ConnectionFactory factory;

    /** Says that the task is there. */
    public void accept(Message request, TaskReceipt receipt) throws JMSException {
        reply(request, acceptance(receipt));
    }

    /** Says why there is no task. */
    public void refuse(Message request, TaktException refusal) throws JMSException {
        reply(request, refusal(refusal));
    }

    private void reply(Message request, String json) throws JMSException {
        Optional<Destination> destination = destination(request);
        if (destination.isEmpty()) {
            return;
        }
        String correlation =
                request.getJMSCorrelationID() == null ? request.getJMSMessageID() : request.getJMSCorrelationID();
        try (JMSContext jms = factory.createContext()) {
            jms.createProducer()
                    .setJMSCorrelationID(correlation)
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .send(destination.get(), json);
        } catch (JMSRuntimeException gone) {
            LOG.debugf(gone, "The reply to submission %s could not be sent.", request.getJMSMessageID());
        }
    }

    private static Optional<Destination> destination(Message request) throws JMSException {
        Destination asked = request.getJMSReplyTo();
        if (asked instanceof TemporaryQueue queue
                && TEMPORARY.matcher(queue.getQueueName()).matches()) {
            return Optional.of(asked);
        }
        if (asked != null) {
            LOG.debugf(
                    "Submission %s asks for a reply at %s; replies go to temporary queues only.",
                    request.getJMSMessageID(), asked);
        }
        return Optional.empty();
    }

    static String acceptance(TaskReceipt receipt) {
        return write(json -> {
            json.writeStringField("id", receipt.id());
            json.writeStringField("state", receipt.state().name());
            json.writeBooleanField("existing", receipt.existing());
        });
    }

    /** A problem document with the same words as over HTTP. */
    static String refusal(TaktException refusal) {
        return write(json -> {
            boolean large = refusal instanceof TaktException.TooLarge;
            boolean invalid = refusal instanceof TaktException.Invalid;
            json.writeStringField(
                    "type", "urn:takt:problem:" + (large ? "too-large" : invalid ? "invalid" : "conflict"));
            json.writeNumberField("status", large ? 413 : invalid ? 400 : 409);
            json.writeStringField("detail", refusal.getMessage());
            json.writeArrayFieldStart("violations");
            if (refusal instanceof TaktException.Invalid broken) {
                for (TaktException.Violation violation : broken.violations()) {
                    json.writeStartObject();
                    json.writeStringField("field", violation.field());
                    json.writeStringField("rule", violation.rule());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String write(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException("A text in memory cannot fail.", failure);
        }
        return text.toString();
    }
}
