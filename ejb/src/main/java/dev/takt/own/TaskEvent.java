package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.pool.Decision;
import dev.takt.core.task.TaskSpec;
import java.time.Instant;
import java.util.UUID;

/**
 * A task ended: what the outside is told after the commit.
 *
 * @param job null when the task has none
 * @param labels JSON object text of strings; null when none
 * @param error why it did not succeed; null when it did
 */
public record TaskEvent(
        UUID task,
        TaskState state,
        String queue,
        String job,
        String handler,
        String labels,
        int attempts,
        Instant submittedAt,
        Instant endedAt,
        String error) {
    static TaskEvent of(Decision.Ended end) {
        TaskSpec spec = end.task().spec();
        return new TaskEvent(
                spec.id(),
                end.state(),
                spec.queue(),
                spec.job(),
                spec.handler(),
                spec.labels(),
                end.task().attempt(),
                Micros.instant(spec.submittedMicros()),
                Micros.instant(end.endedMicros()),
                end.error());
    }
}
