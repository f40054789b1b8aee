package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;
import java.util.List;

/**
 * The order within a queue. A task gets its rank once, when it becomes ready, and the lowest rank goes first; so the
 * record can hold millions in order by an index, and nothing is ever sorted again.
 */
public interface Order {
    String name();

    /**
     * The task's place in the line.
     *
     * @param readyMicros when it became ready
     */
    long rank(TaskSpec task, long readyMicros);

    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of(FirstComeFirstServed.NAME, PriorityWithAgeing.NAME);

    /** @throws IllegalArgumentException with the names that there are */
    static Order named(String name) {
        return switch (name) {
            case FirstComeFirstServed.NAME -> new FirstComeFirstServed();
            case PriorityWithAgeing.NAME -> new PriorityWithAgeing();
            default -> throw new IllegalArgumentException("There is no order '" + name + "'; there are " + NAMES);
        };
    }
}
