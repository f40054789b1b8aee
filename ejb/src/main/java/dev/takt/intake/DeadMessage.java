package dev.takt.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes on a message why it is put aside, without a look at its body. */
final class DeadMessage {
    static final String REASON = "takt_reason";
    static final String ORIGINAL_ID = "takt_original_id";

    /** Room for some tens of violations. */
    private static final int REASON_MAX_CHARS = 2_000;

    private DeadMessage() {}

    /** A received message's properties cannot be added to: they are taken off and put on again. */
    static void mark(Message message, String reason) throws JMSException {
        String id = message.getJMSMessageID();
        Map<String, Object> properties = new HashMap<>();
        @SuppressWarnings("unchecked") // The raw enumeration of JMS 1.0.
        List<String> names = Collections.list(message.getPropertyNames());
        for (String name : names) {
            // JMS's own are the broker's to set.
            if (!name.startsWith("JMSX")) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        message.clearProperties();
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        message.setStringProperty(
                REASON, reason.length() <= REASON_MAX_CHARS ? reason : reason.substring(0, REASON_MAX_CHARS));
        message.setStringProperty(ORIGINAL_ID, String.valueOf(id));
    }
}
