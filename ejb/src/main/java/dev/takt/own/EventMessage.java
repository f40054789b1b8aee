package dev.takt.own;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.record.Labels;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** An event as its subscribers get it: a small JSON text, and what selectors can ask for as properties. */
final class EventMessage {
    /** Precedes a label's name in its property. */
    static final String LABEL_PREFIX = "label_";

    private static final JsonFactory JSON = new JsonFactory();

    private EventMessage() {}

    static TextMessage of(TaskEvent event, Session session) throws JMSException {
        TextMessage message = session.createTextMessage(json(event));
        message.setStringProperty("queue", event.queue());
        message.setStringProperty("state", event.state().name());
        message.setStringProperty("handler", event.handler());
        if (event.job() != null) {
            message.setStringProperty("job", event.job());
        }
        for (Map.Entry<String, String> label : Labels.read(event.labels()).entrySet()) {
            message.setStringProperty(property(label.getKey()), label.getValue());
        }
        return message;
    }

    /** A selector's identifiers are Java's: what cannot stand in one becomes {@code _}. */
    static String property(String label) {
        StringBuilder name = new StringBuilder(LABEL_PREFIX);
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            name.append(Character.isJavaIdentifierPart(c) ? c : '_');
        }
        return name.toString();
    }

    static String json(TaskEvent event) {
        StringWriter text = new StringWriter(320);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", event.task().toString());
            json.writeStringField("state", event.state().name());
            json.writeStringField("queue", event.queue());
            if (event.job() != null) {
                json.writeStringField("job", event.job());
            }
            json.writeStringField("handler", event.handler());
            json.writeNumberField("attempts", event.attempts());
            json.writeStringField("submittedAt", event.submittedAt().toString());
            json.writeStringField("endedAt", event.endedAt().toString());
            if (event.error() != null) {
                json.writeStringField("error", event.error());
            }
            if (event.labels() != null) {
                json.writeFieldName("labels");
                json.writeRawValue(event.labels());
            }
            json.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException("A text in memory cannot fail.", failure);
        }
        return text.toString();
    }
}
