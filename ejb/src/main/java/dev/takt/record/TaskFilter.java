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

    /** The moments that can be asked for, in words; beyond them milliseconds overflow, and databases refuse. */
    public static final String MOMENTS = "the years 0000 to 9999";

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** Whether a moment can be asked for: it is in {@link #MOMENTS}, in UTC. */
    public static boolean canHold(Instant moment) {
        return !moment.isBefore(EARLIEST) && !moment.isAfter(LATEST);
    }
}
