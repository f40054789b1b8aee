package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.List;

/**
 * The node that runs least in proportion to its slots; the first of equals. Join-the-shortest-queue with capacities (W.
 * Winston, "Optimality of the shortest line discipline", 1977). Cost: O(nodes) for each start.
 */
public record LeastLoaded() implements Placement {
    public static final String NAME = "LEAST_LOADED";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible) {
        PoolNode best = eligible.get(0);
        for (PoolNode node : eligible) {
            if ((long) node.running() * best.slots() < (long) best.running() * node.slots()) {
                best = node;
            }
        }
        return best;
    }
}
