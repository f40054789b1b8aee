package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Comparator;

/**
 * Weighted fair queuing: over any time in which two queues both wait, their starts are in the proportion of their
 * weights, and none starves. Each start moves a queue's virtual time on by 1/weight, and the queue that is furthest
 * behind is next. A queue that was idle joins at the present virtual time, and one that was paused, at its limit or
 * without a node goes on from there, so neither can save up turns. Start-time fair queuing: P. Goyal, H. Vin, H. Cheng,
 * SIGCOMM 1996, with one task as the unit: of two queues that both wait, the starts by weight differ by no more than
 * 1/weight of the one plus 1/weight of the other. Cost: O(log queues) for each start.
 */
public final class WeightedFair implements Share {
    public static final String NAME = "WEIGHTED_FAIR";

    private static final Comparator<TaskQueue> ORDER =
            Comparator.comparingDouble((TaskQueue queue) -> queue.virtualTime()).thenComparing(TaskQueue::name);

    private double now;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Comparator<TaskQueue> order() {
        return ORDER;
    }

    @Override
    public void joined(TaskQueue queue) {
        queue.virtualTime(Math.max(queue.virtualTime(), now));
    }

    @Override
    public void served(TaskQueue queue) {
        now = Math.max(now, queue.virtualTime());
        queue.virtualTime(now + 1.0 / queue.settings().weight());
    }
}
