package dev.takt.record;

import dev.takt.api.TaskState;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Which tasks to list, newest first. Null (or an empty set) means any.
 *
 * @param states the states
 * @param queue the queue's name
 * @param job the job's name
 * @param label a label as {@code name=value}
 * @param from submitted at or after
 * @param to submitted before
 * @param after the last id of the page before; null for the first page
 * @param limit how many at most, 1 to 500
 */
public record TaskFilter(
        Set<TaskState> states,
        String queue,
        String job,
        String label,
        Instant from,
        Instant to,
        UUID after,
        int limit) {
    /** The most that one page holds: what a screen or a script can use, in one short query. */
    public static final int LIMIT_MAX = 500;
}
