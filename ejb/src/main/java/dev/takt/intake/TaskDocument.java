package dev.takt.intake;

import dev.takt.api.Retry;
import dev.takt.api.TaktClient;
import dev.takt.api.TaktException;
import dev.takt.api.TaskRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
        return DocumentReader.read(json, TaskDocument::task);
    }

    /** Reads an array of 1 to {@link TaktClient#BATCH_MAX} tasks; violations name {@code [index].field}. */
    public static List<TaskRequest> readBatch(byte[] json) {
        List<TaskRequest> requests =
                DocumentReader.read(json, reader -> reader.array("tasks", TaktClient.BATCH_MAX, TaskDocument::task));
        if (requests.isEmpty()) {
            throw new TaktException.Invalid(
                    "", "The array is empty; a batch has 1 to " + TaktClient.BATCH_MAX + " tasks.");
        }
        return requests;
    }

    private static TaskRequest task(DocumentReader reader) throws IOException {
        Parts parts = new Parts(reader);
        reader.object(parts);
        return parts.request();
    }

    private static final class Parts implements DocumentReader.Fields {
        private final DocumentReader reader;
        private final NeedsDocument needs;
        private String job;
        private String handler;
        private String payload;
        private String queue;
        private Integer priority;
        private String key;
        private Instant due;
        private Duration delay;
        private Duration timeout;
        private Duration ttl;
        private Retry retry;
        private Map<String, String> labels;

        Parts(DocumentReader reader) {
            this.reader = reader;
            this.needs = new NeedsDocument(reader);
        }

        @Override
        public boolean read(String field) throws IOException {
            switch (field) {
                case "job" -> job = reader.string(field);
                case "handler" -> handler = reader.string(field);
                case "payload" -> payload = reader.json(field);
                case "queue" -> queue = reader.string(field);
                case "priority" -> priority = reader.integer(field);
                case "key" -> key = reader.string(field);
                case "due" -> due = reader.instant(field);
                case "delay" -> delay = reader.duration(field);
                case "timeout" -> timeout = reader.duration(field);
                case "ttl" -> ttl = reader.duration(field);
                case "retry" -> retry = reader.retry(field);
                case "labels" -> labels = reader.labels(field);
                default -> {
                    return needs.read(field);
                }
            }
            return true;
        }

        TaskRequest request() {
            return new TaskRequest(
                    job,
                    handler,
                    payload,
                    queue,
                    priority,
                    key,
                    due,
                    delay,
                    timeout,
                    ttl,
                    retry,
                    labels,
                    needs.needs());
        }
    }
}
