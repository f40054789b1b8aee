package dev.takt.own;

import dev.takt.api.TaskState;
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
        String error) {}
