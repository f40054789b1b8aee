package dev.takt.api;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One attempt at a task, as its handler sees it. Safe to use from threads that the handler starts. */
public interface TaskContext {
    /** The task's id: the same over all attempts, so fit as an idempotency key. */
    String id();

    /** The job that the task was made from, if any. */
    Optional<String> job();

    /** The queue in which the task waited. */
    String queue();

    /** Which try this is, from 1. */
    int attempt();

    /** Rises with each attempt of the task; pass it to a store that can refuse lower ones (a fencing token). */
    long token();

    /** When the attempt times out; empty when the task has no timeout. */
    Optional<Instant> deadline();

    /** The payload; {@link JsonValue#NULL} when there is none. */
    JsonValue payload();

    /**
     * The payload as an object, by JSON Binding.
     *
     * @throws TaskFailedException not to be retried, when the payload does not fit the type
     */
    <T> T payload(Class<T> type);

    /** The task's labels. */
    Map<String, String> labels();

    /**
     * Tells how far the attempt is. Shown live; only the latest report counts.
     *
     * @param percent 0 to 100; values outside are clamped
     * @param message a short sentence, at most 500 characters (the rest is cut); null for none
     */
    void progress(int percent, String message);

    /** Adds a line to the attempt's log, which is kept with the attempt up to 64 KiB; what exceeds it is cut. */
    void log(String line);

    /** Whether somebody asked the task to stop; a handler in a loop should look and end. */
    boolean cancelled();
}
