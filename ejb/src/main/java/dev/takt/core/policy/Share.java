package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Iterator;
import java.util.List;

/**
 * How the queues of a pool share its capacity. It knows the queues that have ready tasks in memory, and keeps
 * their turn. A queue leaves before its settings change, and enters again.
 */
public interface Share {
    String name();

    /** A queue that had nothing ready now has; without effect when it is already known. */
    void enter(TaskQueue queue);

    /** A queue has nothing ready any more; without effect when it is not known. */
    void leave(TaskQueue queue);

    /** The queues in the order of their turns; the first that can be served is served. */
    Iterator<TaskQueue> turns();

    /** A task of this queue starts: it has had its turn. */
    void served(TaskQueue queue);

    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of(WeightedFair.NAME, TurnByTurn.NAME, StrictPriority.NAME);

    /** @throws IllegalArgumentException with the names that there are */
    static Share named(String name) {
        return switch (name) {
            case WeightedFair.NAME -> new WeightedFair();
            case TurnByTurn.NAME -> new TurnByTurn();
            case StrictPriority.NAME -> new StrictPriority();
            default -> throw new IllegalArgumentException("There is no share '" + name + "'; there are " + NAMES);
        };
    }
}
