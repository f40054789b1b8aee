package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.List;

/** On which node a task runs. It chooses among nodes that are eligible: they have the handler and room. */
public interface Placement {
    String name();

    /** @param eligible at least one node, always in the same order */
    PoolNode choose(TaskSpec task, List<PoolNode> eligible);

    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of(LeastLoaded.NAME, RoundRobin.NAME);

    /** @throws IllegalArgumentException with the names that there are */
    static Placement named(String name) {
        return switch (name) {
            case LeastLoaded.NAME -> new LeastLoaded();
            case RoundRobin.NAME -> new RoundRobin();
            default -> throw new IllegalArgumentException("There is no placement '" + name + "'; there are " + NAMES);
        };
    }
}
