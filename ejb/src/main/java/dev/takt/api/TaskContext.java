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

    /** Rises with each attempt of the task and with each slice of one; pass it to a store that can refuse lower ones (a fencing token). */
    long token();

    /** When the attempt times out; waits between its slices are not counted. Empty when the task has no timeout. */
    Optional<Instant> deadline();

    /** The payload; {@link JsonValue#NULL} when there is none. */
    JsonValue payload();

    /**
     * The payload as an object, by JSON Binding.
     *
     * @throws TaskFailedException not to be retried, when the payload does not fit the type
     */
    <T> T payload(Class<T> type);

    /**
     * What the previous slice left with {@link TaskResult#yield}; {@link JsonValue#NULL} when there is none. An attempt
     * after one that failed or was lost goes on from the latest checkpoint too.
     */
    JsonValue checkpoint();

    /**
     * The checkpoint as an object, by JSON Binding; null when there is none.
     *
     * @throws TaskFailedException not to be retried, when the checkpoint does not fit the type
     */
    <T> T checkpoint(Class<T> type);

    /**
     * Whether the handler should return {@link TaskResult#yield} at the next good place: its queue's time slice is over
     * (whether others wait or not: if none does, the next slice starts at once), or the node wants its slots back
     * because it drains or stops. A handler that cannot go on from a checkpoint need not look.
     */
    boolean shouldYield();

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
