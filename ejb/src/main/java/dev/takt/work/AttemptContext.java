package dev.takt.work;

import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.api.board.Binding;
import dev.takt.core.task.Assignment;
import dev.takt.record.Labels;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An attempt as its handler sees it. What costs something is made when it is asked for. */
final class AttemptContext implements TaskContext {
    private static final int MESSAGE_CHARS_MAX = 500;

    private final Attempt attempt;
    private final WorkerTime time;
    private final Assignment assignment;

    AttemptContext(Attempt attempt, WorkerTime time) {
        this.attempt = attempt;
        this.time = time;
        this.assignment = attempt.assignment();
    }

    /** The payload as it came in; null when there is none. */
    String payloadText() {
        return assignment.payload();
    }

    @Override
    public String id() {
        return assignment.task().toString();
    }

    @Override
    public Optional<String> job() {
        return Optional.ofNullable(assignment.job());
    }

    @Override
    public String queue() {
        return assignment.queue();
    }

    @Override
    public int attempt() {
        return assignment.attempt();
    }

    @Override
    public long token() {
        return assignment.token();
    }

    @Override
    public Optional<Instant> deadline() {
        return assignment.timeoutMillis() > 0
                ? Optional.of(attempt.startedAt().plusMillis(assignment.timeoutMillis()))
                : Optional.empty();
    }

    @Override
    public JsonValue payload() {
        return read(assignment.payload());
    }

    private static JsonValue read(String json) {
        if (json == null) {
            return JsonValue.NULL;
        }
        try (JsonReader reader = Json.READERS.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }

    @Override
    public <T> T payload(Class<T> type) {
        return bind("payload", assignment.payload() == null ? "null" : assignment.payload(), type);
    }

    private static <T> T bind(String what, String json, Class<T> type) {
        try {
            return Binding.jsonb().fromJson(json, type);
        } catch (JsonbException e) {
            throw TaskFailedException.permanent(
                    "The " + what + " does not fit " + type.getName() + "; correct it and submit the task again.", e);
        }
    }

    @Override
    public JsonValue checkpoint() {
        return read(assignment.checkpoint());
    }

    @Override
    public <T> T checkpoint(Class<T> type) {
        return assignment.checkpoint() == null ? null : bind("checkpoint", assignment.checkpoint(), type);
    }

    @Override
    public boolean shouldYield() {
        return attempt.shouldYield(time.nanos());
    }

    @Override
    public Map<String, String> labels() {
        return Labels.read(assignment.labels());
    }

    @Override
    public void progress(int percent, String message) {
        String cut = message == null || message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX);
        attempt.progress(Math.max(0, Math.min(percent, 100)), cut == null ? null : Text.storable(cut));
    }

    @Override
    public void log(String line) {
        attempt.log().add(line);
    }

    @Override
    public boolean cancelled() {
        return attempt.noticeCancellation();
    }

    private static final class Json {
        static final JsonReaderFactory READERS = JsonProvider.provider().createReaderFactory(Map.of());
    }
}
