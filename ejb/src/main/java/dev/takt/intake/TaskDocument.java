package dev.takt.intake;

import dev.takt.api.TaskRequest;
import java.util.List;

/** Reads the JSON form of submissions, strictly: unknown fields and wrong types are violations that name the field. */
public final class TaskDocument {
    private TaskDocument() {}

    /**
     * Reads one task.
     *
     * @throws dev.takt.api.TaktException.Invalid with all violations found
     * @throws dev.takt.api.TaktException.TooLarge when the payload exceeds its limit
     */
    public static TaskRequest read(byte[] json) {
        throw new UnsupportedOperationException();
    }

    /** Reads an array of tasks; violations name {@code [index].field}. */
    public static List<TaskRequest> readBatch(byte[] json) {
        throw new UnsupportedOperationException();
    }
}
