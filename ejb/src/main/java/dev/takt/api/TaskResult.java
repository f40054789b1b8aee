package dev.takt.api;

import dev.takt.api.board.Binding;
import java.util.Objects;

/**
 * What a handler gives back: the result of a successful attempt, kept with the task, or the checkpoint of one that gives
 * its slot back and goes on later.
 *
 * @param json the JSON text; null when there is no result or checkpoint
 * @param isYield whether there is work left: then this is no result, but what the next slice goes on from
 */
public record TaskResult(String json, boolean isYield) {
    private static final TaskResult NONE = new TaskResult(null);

    /** Success with a JSON text; null for none. */
    public TaskResult(String json) {
        this(json, false);
    }

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

    /**
     * Gives the slot back with work left. The task goes into its line again and is handed out anew, on whatever node,
     * with this {@linkplain TaskContext#checkpoint() checkpoint}; to its retry policy it is still the same attempt.
     *
     * @param checkpoint from what the next slice goes on, written as JSON by JSON Binding; null for nothing. The limit
     *     is that of a result
     */
    public static TaskResult yield(Object checkpoint) {
        return yieldJson(checkpoint == null ? null : Binding.jsonb().toJson(checkpoint));
    }

    /** As {@link #yield}, with a JSON text; null for nothing. What is not well-formed fails the attempt. */
    public static TaskResult yieldJson(String checkpoint) {
        return new TaskResult(checkpoint, true);
    }
}
