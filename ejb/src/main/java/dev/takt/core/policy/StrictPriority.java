package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Comparator;

/**
 * Strict priority: the queue with the greatest weight is served while it has anything that can start, then the next;
 * queues of equal weight take turns. It promises nothing to the light: while heavier queues use up the capacity, lighter
 * ones starve, and only a running limit of the heavier leaves them something. What runs is not interrupted.
 * Head-of-the-line priority: A. Cobham, "Priority assignment in waiting line problems", 1954. Cost: O(log queues) for
 * each start.
 */
public final class StrictPriority implements Share {
    public static final String NAME = "STRICT_PRIORITY";

    private static final Comparator<TaskQueue> ORDER = Comparator.comparingInt(
                    (TaskQueue queue) -> -queue.settings().weight())
            .thenComparingDouble(queue -> queue.virtualTime())
            .thenComparing(TaskQueue::name);

    private double turn;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Comparator<TaskQueue> order() {
        return ORDER;
    }

    /** A queue that has never been served comes first among its equals, else the one that was served least lately. */
    @Override
    public void joined(TaskQueue queue) {
        // Its turn is where it was.
    }

    @Override
    public void served(TaskQueue queue) {
        queue.virtualTime(++turn);
    }
}
