package dev.takt.bench.workload;

import java.time.Duration;

/** A contestant's way in. Everything is durable when a call returns. It is never closed: its process is killed. */
public interface Entrance {
    /**
     * Enqueues many tasks that are due at once, in the fastest way that the contestant documents.
     *
     * @param first the number of the first; the others follow
     * @param tasks how many
     */
    void enqueue(long first, int tasks) throws Exception;

    /** Enqueues one task that is due at once. */
    void enqueueOne(long number) throws Exception;

    /**
     * Makes recurring schedules that call {@link Work#fired}.
     *
     * @param schedules how many
     * @param period between two firings of one
     * @param spread whether they are due at evenly spread times within the period; else all at the same second
     * @throws UnsupportedOperationException when there is no such thing here
     */
    default void schedule(int schedules, Duration period, boolean spread) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " makes no schedules.");
    }

    /**
     * Stops starting tasks, while more may be enqueued.
     *
     * @throws UnsupportedOperationException when there is no such thing here
     */
    default void hold() throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot be told to hold.");
    }
}
