package dev.takt.intake;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.Needs;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The fields of {@link Needs} in JSON, which stand among those of a task or of a job: {@code expected}, {@code deadline} (a
 * time or a duration), {@code resources} ({@code cpu}, {@code memoryMb}), {@code affinityKey}, {@code group},
 * {@code nodeLabels}, {@code preferLabels}. Collects them from a reader.
 */
public final class NeedsDocument implements DocumentReader.Fields {
    private final DocumentReader reader;
    private Duration expected;
    private Instant deadline;
    private Duration deadlineIn;
    private Double cpu;
    private Integer memoryMb;
    private String affinityKey;
    private String group;
    private Map<String, String> nodeLabels;
    private Map<String, String> preferLabels;

    public NeedsDocument(DocumentReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean read(String field) throws IOException {
        switch (field) {
            case "expected" -> expected = reader.duration(field);
            case "deadline" -> deadline(field);
            case "resources" -> reader.objectOf(field, this::resource);
            case "affinityKey" -> affinityKey = reader.string(field);
            case "group" -> group = reader.string(field);
            case "nodeLabels" -> nodeLabels = reader.labels(field);
            case "preferLabels" -> preferLabels = reader.labels(field);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean resource(String field) throws IOException {
        switch (field) {
            case "cpu" -> cpu = reader.decimal(field);
            case "memoryMb" -> memoryMb = reader.integer(field);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void deadline(String field) throws IOException {
        String value = reader.string(field);
        if (value == null) {
            return;
        }
        try {
            if (value.startsWith("P") || value.startsWith("-P")) {
                deadlineIn = Duration.parse(value);
            } else {
                deadline = Instant.parse(value);
            }
        } catch (DateTimeException | ArithmeticException unreadable) {
            reader.violation(
                    field,
                    DocumentReader.quote(value)
                            + " is neither a time with a zone offset nor an ISO 8601 duration; write"
                            + " for example 2026-11-21T08:00:00Z or PT1H.");
        }
    }

    /** What was read; null when it was nothing. */
    public Needs needs() {
        Needs needs =
                new Needs(expected, deadline, deadlineIn, cpu, memoryMb, affinityKey, group, nodeLabels, preferLabels);
        return needs.equals(Needs.NONE) ? null : needs;
    }

    /** Writes the fields into the present object; null writes none. */
    public static void write(JsonGenerator json, Needs needs) throws IOException {
        if (needs == null) {
            return;
        }
        text(json, "expected", needs.expected());
        text(json, "deadline", needs.deadline() == null ? needs.deadlineIn() : needs.deadline());
        if (needs.cpu() != null || needs.memoryMb() != null) {
            json.writeObjectFieldStart("resources");
            if (needs.cpu() != null) {
                json.writeNumberField("cpu", needs.cpu());
            }
            if (needs.memoryMb() != null) {
                json.writeNumberField("memoryMb", needs.memoryMb());
            }
            json.writeEndObject();
        }
        text(json, "affinityKey", needs.affinityKey());
        text(json, "group", needs.group());
        labels(json, "nodeLabels", needs.nodeLabels());
        labels(json, "preferLabels", needs.preferLabels());
    }

    private static void text(JsonGenerator json, String field, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }

    private static void labels(JsonGenerator json, String field, Map<String, String> labels) throws IOException {
        if (labels != null) {
            json.writeObjectFieldStart(field);
            for (Map.Entry<String, String> label : labels.entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        }
    }
}
