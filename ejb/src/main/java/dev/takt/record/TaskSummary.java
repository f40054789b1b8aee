package dev.takt.record;

import dev.takt.api.TaskState;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A task as a row of a list.
 *
 * @param cancelling true when it runs and has been asked to stop
 * @param attempts how many attempts have started
 * @param dueAt when it may start (also: the wait before a retry); null when at once
 * @param startedAt when its latest attempt started; null when none has
 * @param node the node of its latest attempt; null when none has started
 * @param error the latest error; null when none
 */
public record TaskSummary(
        UUID id,
        TaskState state,
        boolean cancelling,
        String job,
        String handler,
        String queue,
        String pool,
        int priority,
        int attempts,
        Instant submittedAt,
        Instant dueAt,
        Instant startedAt,
        Instant endedAt,
        String node,
        String error,
        Map<String, String> labels) {}
