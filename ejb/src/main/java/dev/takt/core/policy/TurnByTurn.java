package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Comparator;

/**
 * Round robin between queues: one task of each in turn, whatever their weights. Over any time in which two queues both
 * wait, their starts differ by one at most, and none starves. A queue that cannot be served when its turn comes keeps
 * that one turn and saves up no others. J. Nagle, "On packet switches with infinite storage", RFC 970, 1985. Cost: O(log
 * queues) for each start.
 */
public final class TurnByTurn implements Share {
    public static final String NAME = "ROUND_ROBIN";

    private static final Comparator<TaskQueue> ORDER =
            Comparator.comparingDouble((TaskQueue queue) -> queue.virtualTime()).thenComparing(TaskQueue::name);

    private double turn;

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
        queue.virtualTime(++turn);
    }

    @Override
    public void served(TaskQueue queue) {
        queue.virtualTime(++turn);
    }
}
