package dev.takt.api;

import dev.takt.api.board.Binding;
import java.util.Objects;

/**
 * What a successful attempt gives back: a JSON text, kept with the task.
 *
 * @param json the JSON text; null when there is no result
 */
public record TaskResult(String json) {
    private static final TaskResult NONE = new TaskResult(null);

    /** Success without a result. */
    public static TaskResult none() {
        return NONE;
    }

    /**
     * Success with a JSON text.
     *
     * @param json well-formed JSON; what is not well-formed fails the attempt
     */
    public static TaskResult json(String json) {
        return new TaskResult(Objects.requireNonNull(json, "json"));
    }

    /** Success with an object, written as JSON by JSON Binding. */
    public static TaskResult of(Object value) {
        return value == null ? NONE : new TaskResult(Binding.jsonb().toJson(value));
    }
}
