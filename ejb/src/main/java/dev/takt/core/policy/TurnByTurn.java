package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Round robin between queues: one task of each in turn, whatever their weights. Over any time in which two queues both
 * wait, their starts differ by one at most, and none starves. A queue that cannot be served when its turn comes keeps
 * that one turn and saves up no others. J. Nagle, "On packet switches with infinite storage", RFC 970, 1985. Cost: O(1)
 * for each start.
 */
public final class TurnByTurn implements Share {
    public static final String NAME = "ROUND_ROBIN";

    /** Whose turn is next comes first. */
    private final Set<TaskQueue> waiting = new LinkedHashSet<>();

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
        waiting.add(queue);
    }
}
