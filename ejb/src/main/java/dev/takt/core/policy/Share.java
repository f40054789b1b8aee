package dev.takt.core.policy;

import dev.takt.core.queue.TaskQueue;
import java.util.Comparator;
import java.util.List;

/**
 * How the queues of a pool share its capacity. It says whose turn is before whose, by what it keeps in their
 * {@linkplain TaskQueue#virtualTime() virtual times}; {@link dev.takt.core.queue.Turns} keeps them in that order.
 */
public interface Share {
    String name();

    /** Whose turn is before whose; no two queues are equal. Changes for one queue only in {@link #joined} and {@link #served}. */
    Comparator<TaskQueue> order();

    /** A queue that had nothing ready now has, or its settings have changed; it stands in no order meanwhile. */
    void joined(TaskQueue queue);

    /** A task of this queue starts: it has had its turn; it stands in no order meanwhile. */
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
