package dev.takt.work;

import dev.takt.api.TaktException;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.intake.DocumentReader;
import java.nio.charset.StandardCharsets;

/** Reads the payload of Takt's own handlers, strictly. */
public final class PayloadFields {
    private PayloadFields() {}

    /**
     * Reads a payload.
     *
     * @throws TaskFailedException for good, naming the fields that are wrong
     */
    public static <T> T read(TaskContext task, DocumentReader.Shape<T> shape) {
        String payload = RawPayload.of(task);
        try {
            return DocumentReader.read((payload == null ? "null" : payload).getBytes(StandardCharsets.UTF_8), shape);
        } catch (TaktException.Invalid e) {
            throw TaskFailedException.permanent("The payload is wrong. " + e.getMessage(), null);
        }
    }
}
