package dev.takt.core.task;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What a worker says of an attempt that has ended. Kept and repeated by the worker until the owner has committed it.
 *
 * @param task the task's id
 * @param token the attempt's token
 * @param outcome how it ended; never LOST, which only the owner can say
 * @param result JSON text; null when none. When it yielded: the checkpoint for the next slice
 * @param error why it did not succeed; null when it did
 * @param retryable whether another try makes sense; only looked at when it did not succeed
 * @param log the handler's own lines; null when none
 * @param startedAt when the handler was called
 * @param endedAt when it returned, threw or was abandoned
 */
public record AttemptReport(
        UUID task,
        long token,
        AttemptOutcome outcome,
        String result,
        String error,
        boolean retryable,
        String log,
        Instant startedAt,
        Instant endedAt) {
    /** An outcome that only a later version knows is none: its report is not understood, rather than half understood. */
    public AttemptReport {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
    }
}
