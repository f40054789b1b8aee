package dev.takt.core.task;

import dev.takt.core.retry.RetryPolicy;
import java.util.Objects;
import java.util.UUID;

/**
 * What was asked for: never changes in a task's life.
 *
 * @param id a UUID of version 7, ordered by the time of submission
 * @param pool the pool whose owner decides
 * @param queue the queue it waits in
 * @param job null when it is of no job; then {@code jobVersion} is 0
 * @param handler who performs it
 * @param payload JSON text; null when there is none, or when it is {@linkplain Task#payloadInRecord() left in the record}
 * @param labels JSON object text of strings; null when none
 * @param clientKey the submitter's idempotency key; null when none
 * @param retryOf the ended task that this one repeats; null when none
 * @param priority -100 to 100; higher first
 * @param dueMicros when it may start; 0 for at once
 * @param expiresMicros when it expires if it has not started; 0 for never
 * @param timeoutMillis how long an attempt may take; 0 for no limit
 * @param demand what it asks beyond a handler and a slot; null becomes {@link Demand#NONE}
 */
public record TaskSpec(
        UUID id,
        String pool,
        String queue,
        String job,
        int jobVersion,
        String handler,
        String payload,
        String labels,
        String clientKey,
        UUID retryOf,
        String submittedBy,
        int priority,
        long submittedMicros,
        long dueMicros,
        long expiresMicros,
        long timeoutMillis,
        RetryPolicy retry,
        Demand demand) {
    public TaskSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(submittedBy, "submittedBy");
        Objects.requireNonNull(retry, "retry");
        demand = demand == null || demand.asksNothing() ? Demand.NONE : demand;
        if (dueMicros < 0 || expiresMicros < 0 || timeoutMillis < 0) {
            throw new IllegalArgumentException("times cannot be negative");
        }
    }

    /** The same without its payload, which stays in the record until it is needed. */
    TaskSpec withoutPayload() {
        return new TaskSpec(
                id,
                pool,
                queue,
                job,
                jobVersion,
                handler,
                null,
                labels,
                clientKey,
                retryOf,
                submittedBy,
                priority,
                submittedMicros,
                dueMicros,
                expiresMicros,
                timeoutMillis,
                retry,
                demand);
    }
}
