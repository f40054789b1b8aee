package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * Strict priority: the queue with the greatest weight is served while it has anything that can start, then the next;
 * queues of equal weight take turns. It promises nothing to the light: while heavier queues use up the capacity, lighter
 * ones starve, and only a running limit of the heavier leaves them something. What runs is not interrupted.
 * Head-of-the-line priority: A. Cobham, "Priority assignment in waiting line problems", 1954. Cost: O(log queues) for
 * each start.
 */
public final class StrictPriority implements Share {
    public static final String NAME = "STRICT_PRIORITY";

    private final TreeSet<TaskQueue> waiting = new TreeSet<>(
            Comparator.comparingInt((TaskQueue queue) -> -queue.settings().weight())
                    .thenComparingDouble(TaskQueue::virtualTime)
                    .thenComparing(TaskQueue::name));
    private double turn;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void enter(TaskQueue queue) {
        waiting.add(queue);
    }

    @Override
    public void leave(TaskQueue queue) {
        waiting.remove(queue);
    }

    @Override
    public Iterator<TaskQueue> turns() {
        return waiting.iterator();
    }

    @Override
    public void served(TaskQueue queue) {
        waiting.remove(queue);
        queue.virtualTime(++turn);
        waiting.add(queue);
    }
}
