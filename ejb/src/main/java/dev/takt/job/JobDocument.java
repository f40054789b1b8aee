package dev.takt.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.Retry;
import dev.takt.intake.DocumentReader;
import dev.takt.intake.NeedsDocument;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the JSON form of job definitions, strictly: unknown fields and wrong types are violations that name
 * the field, such as {@code triggers[0].zone}. What is well-formed may still break the rules of {@link JobRules}.
 */
public final class JobDocument {
    /** How many triggers are read: more than are allowed, so that the rules can say how many there are. */
    private static final int TRIGGERS_READ_MAX = 1_000;

    private static final int ZONE_SHOWN_MAX = 60;
    private static final JsonFactory JSON = new JsonFactory();

    private JobDocument() {}

    /**
     * Reads a definition and completes it (names of triggers).
     *
     * @throws dev.takt.api.TaktException.Invalid with all violations
     */
    public static JobDefinition read(byte[] json) {
        return DocumentReader.read(json, reader -> {
            Parts parts = new Parts(reader);
            reader.object(parts);
            return JobRules.complete(parts.definition());
        });
    }

    /** Writes a definition; what is null is left out. */
    public static String write(JobDefinition definition) {
        return text(json -> write(json, definition));
    }

    private static void write(JsonGenerator json, JobDefinition definition) throws IOException {
        json.writeStartObject();
        string(json, "handler", definition.handler());
        string(json, "description", definition.description());
        if (definition.payload() != null) {
            json.writeFieldName("payload");
            json.writeRawValue(definition.payload());
        }
        string(json, "queue", definition.queue());
        if (definition.priority() != null) {
            json.writeNumberField("priority", definition.priority());
        }
        string(json, "timeout", definition.timeout());
        string(json, "ttl", definition.ttl());
        write(json, definition.retry());
        if (definition.labels() != null && !definition.labels().isEmpty()) {
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : definition.labels().entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        }
        NeedsDocument.write(json, definition.needs());
        if (definition.paused()) {
            json.writeBooleanField("paused", true);
        }
        if (definition.triggers() != null && !definition.triggers().isEmpty()) {
            json.writeArrayFieldStart("triggers");
            for (TriggerDefinition trigger : definition.triggers()) {
                write(json, trigger);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Retry retry) throws IOException {
        if (retry != null) {
            json.writeObjectFieldStart("retry");
            json.writeNumberField("attempts", retry.attempts());
            string(json, "backoff", retry.backoff());
            json.writeNumberField("factor", retry.factor());
            string(json, "backoffMax", retry.backoffMax());
            json.writeEndObject();
        }
    }

    static void write(JsonGenerator json, TriggerDefinition trigger) throws IOException {
        json.writeStartObject();
        string(json, "name", trigger.name());
        string(json, "cron", trigger.cron());
        string(json, "zone", trigger.zone());
        string(json, "every", trigger.every());
        string(json, "at", trigger.at());
        string(json, "misfire", trigger.misfire());
        json.writeEndObject();
    }

    /** Writes a value in its ISO or own form, which is its {@code toString}; null is left out. */
    private static void string(JsonGenerator json, String field, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }

    /** Something that writes JSON. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static String text(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed; this cannot happen.", e);
        }
        return text.toString();
    }

    /** The trigger that a reader stands on. */
    static TriggerDefinition trigger(DocumentReader reader) throws IOException {
        TriggerParts parts = new TriggerParts(reader);
        reader.object(parts);
        return parts.definition();
    }

    private static final class Parts implements DocumentReader.Fields {
        private final DocumentReader reader;
        private final NeedsDocument needs;
        private String handler;
        private String description;
        private String payload;
        private String queue;
        private Integer priority;
        private Duration timeout;
        private Duration ttl;
        private Retry retry;
        private Map<String, String> labels;
        private boolean paused;
        private List<TriggerDefinition> triggers = List.of();

        Parts(DocumentReader reader) {
            this.reader = reader;
            this.needs = new NeedsDocument(reader);
        }

        @Override
        public boolean read(String field) throws IOException {
            switch (field) {
                case "handler" -> handler = reader.string(field);
                case "description" -> description = reader.string(field);
                case "payload" -> payload = reader.json(field);
                case "queue" -> queue = reader.string(field);
                case "priority" -> priority = reader.integer(field);
                case "timeout" -> timeout = reader.duration(field);
                case "ttl" -> ttl = reader.duration(field);
                case "retry" -> retry = reader.retry(field);
                case "labels" -> labels = reader.labels(field);
                case "paused" -> paused = Boolean.TRUE.equals(reader.bool(field));
                case "triggers" ->
                    triggers = reader.arrayOf(field, "triggers", TRIGGERS_READ_MAX, JobDocument::trigger);
                default -> {
                    return needs.read(field);
                }
            }
            return true;
        }

        JobDefinition definition() {
            return new JobDefinition(
                    handler,
                    description,
                    payload,
                    queue,
                    priority,
                    timeout,
                    ttl,
                    retry,
                    labels,
                    needs.needs(),
                    paused,
                    triggers);
        }
    }

    private static final class TriggerParts implements DocumentReader.Fields {
        private final DocumentReader reader;
        private String name;
        private String cron;
        private ZoneId zone;
        private Duration every;
        private Instant at;
        private TriggerDefinition.Misfire misfire;

        TriggerParts(DocumentReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean read(String field) throws IOException {
            switch (field) {
                case "name" -> name = reader.string(field);
                case "cron" -> cron = reader.string(field);
                case "zone" -> zone = zone(reader.string(field));
                case "every" -> every = reader.duration(field);
                case "at" -> at = reader.instant(field);
                case "misfire" -> misfire = misfire(reader.string(field));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private ZoneId zone(String id) {
            if (id == null) {
                return null;
            }
            try {
                return ZoneId.of(id);
            } catch (DateTimeException unknown) {
                String shown = id.length() <= ZONE_SHOWN_MAX ? id : id.substring(0, ZONE_SHOWN_MAX) + "…";
                reader.violation(
                        "zone",
                        "'" + shown + "' is no time zone that this server knows; write for example Europe/Berlin or"
                                + " UTC.");
                return null;
            }
        }

        private TriggerDefinition.Misfire misfire(String word) {
            if (word == null) {
                return null;
            }
            for (TriggerDefinition.Misfire misfire : TriggerDefinition.Misfire.values()) {
                if (misfire.name().equals(word)) {
                    return misfire;
                }
            }
            reader.violation("misfire", "is neither FIRE_ONCE (one task for all that were missed) nor SKIP (none).");
            return null;
        }

        TriggerDefinition definition() {
            return new TriggerDefinition(name, cron, zone, every, at, misfire);
        }
    }
}
