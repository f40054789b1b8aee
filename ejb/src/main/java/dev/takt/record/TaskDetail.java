package dev.takt.record;

import dev.takt.api.Retry;
import dev.takt.api.TaskState;
import dev.takt.core.task.Demand;
import dev.takt.core.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Everything that is known of one task.
 *
 * @param summary the row of the list
 * @param jobVersion the version of the job it was made from; null when none
 * @param key the submitter's idempotency key; null when none
 * @param payload JSON text; null when none
 * @param result JSON text; null when none
 * @param timeout how long an attempt may take; null for no limit
 * @param expiresAt when it expires if it has not started; null for never
 * @param retry its retry policy
 * @param retryOf the ended task that this one repeats; null when none
 * @param lost how many attempts were lost with their node
 * @param slices how many slices of the latest attempt ended by yielding
 * @param cancelRequestedAt when somebody asked it to stop; null when nobody has
 * @param submittedBy who submitted it
 * @param demand what it asks beyond a handler and a slot
 */
public record TaskDetail(
        TaskSummary summary,
        Integer jobVersion,
        String key,
        String payload,
        String result,
        Duration timeout,
        Instant expiresAt,
        Retry retry,
        UUID retryOf,
        int lost,
        int slices,
        Instant cancelRequestedAt,
        String submittedBy,
        Demand demand) {

    /** A submission in the inbox, as the task that it will be. */
    public static TaskDetail waiting(TaskSpec task) {
        TaskState state = task.dueMicros() > task.submittedMicros() ? TaskState.SCHEDULED : TaskState.READY;
        return new TaskDetail(
                new TaskSummary(
                        task.id(),
                        state,
                        false,
                        task.job(),
                        task.handler(),
                        task.queue(),
                        task.pool(),
                        task.priority(),
                        0,
                        instant(task.submittedMicros()),
                        instant(task.dueMicros()),
                        null,
                        null,
                        null,
                        null,
                        Labels.read(task.labels())),
                task.job() == null ? null : task.jobVersion(),
                task.clientKey(),
                task.payload(),
                null,
                task.timeoutMillis() == 0 ? null : Duration.ofMillis(task.timeoutMillis()),
                instant(task.expiresMicros()),
                new Retry(
                        task.retry().attempts(),
                        Duration.ofMillis(task.retry().backoffMillis()),
                        task.retry().factor(),
                        Duration.ofMillis(task.retry().backoffMaxMillis())),
                task.retryOf(),
                0,
                0,
                null,
                task.submittedBy(),
                task.demand());
    }

    private static Instant instant(long micros) {
        return micros == 0
                ? null
                : Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
