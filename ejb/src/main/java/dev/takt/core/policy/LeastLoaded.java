package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
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
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        PoolNode best = eligible.get(0);
        for (PoolNode node : eligible) {
            if (isLess(node, best)) {
                best = node;
            }
        }
        return best;
    }

    /** Whether one node runs less than another, each in proportion to its slots. */
    static boolean isLess(PoolNode one, PoolNode other) {
        return (long) one.running() * other.slots() < (long) other.running() * one.slots();
    }
}
