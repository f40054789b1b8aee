package dev.takt.work;

import dev.takt.api.TaskContext;
import jakarta.json.JsonValue;

/** The payload as text, for handlers of Takt's own that do not look into it. */
public final class RawPayload {
    private RawPayload() {}

    /** The payload's JSON text; null when there is none. */
    public static String of(TaskContext task) {
        if (task instanceof AttemptContext attempt) {
            return attempt.payloadText();
        }
        JsonValue payload = task.payload();
        return payload == JsonValue.NULL ? null : payload.toString();
    }
}
