package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;
import java.util.List;

/**
 * The order within a queue. A task gets its rank once, when it becomes ready, and the lowest rank goes first; so the
 * record can hold millions in order by an index, and nothing is ever sorted again. Equal ranks go by age. A task whose
 * attempt was lost with its node keeps its rank.
 */
public interface Order {
    /** Ranks lie between the negative of this and this: the queue needs the bits above. */
    long RANK_LIMIT = 1L << 55;

    String name();

    /**
     * The task's place in the line.
     *
     * @param readyMicros when it became ready
     * @param expected how long tasks run
     */
    long rank(TaskSpec task, long readyMicros, Expectation expected);

    /**
     * The place of a task that gave its slot back with work left: as if it became ready at that moment. So an order
     * that goes by time puts it at the end of the line, and one that goes by something else where it was.
     */
    default long rankAfterSlice(TaskSpec task, long yieldedMicros, Expectation expected) {
        return rank(task, yieldedMicros, expected);
    }

    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of(
            FirstComeFirstServed.NAME,
            PriorityWithAgeing.NAME,
            ShortestJobFirst.NAME,
            ShortestJobFirstWithAgeing.NAME,
            EarliestDeadlineFirst.NAME,
            LastComeFirstServed.NAME);

    /** @throws IllegalArgumentException with the names that there are */
    static Order named(String name) {
        return switch (name) {
            case FirstComeFirstServed.NAME -> new FirstComeFirstServed();
            case PriorityWithAgeing.NAME -> new PriorityWithAgeing();
            case ShortestJobFirst.NAME -> new ShortestJobFirst();
            case ShortestJobFirstWithAgeing.NAME -> new ShortestJobFirstWithAgeing();
            case EarliestDeadlineFirst.NAME -> new EarliestDeadlineFirst();
            case LastComeFirstServed.NAME -> new LastComeFirstServed();
            default -> throw new IllegalArgumentException("There is no order '" + name + "'; there are " + NAMES);
        };
    }
}
