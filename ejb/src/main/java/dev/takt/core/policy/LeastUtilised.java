package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * The node whose scarcest resource is used least: of the shares of its slots, its CPU asked for, its memory asked for, and
 * the CPU load that it reported, the greatest counts (the dominant share of A. Ghodsi and others, "Dominant resource
 * fairness", 2011). Unlike {@link LeastLoaded} it sees work that is not Takt's. The reported load is some seconds old; what
 * is started in between shows in the other shares. Cost: O(nodes) for each start.
 */
public record LeastUtilised() implements Placement {
    public static final String NAME = "LEAST_UTILISED";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        PoolNode best = null;
        double least = Double.POSITIVE_INFINITY;
        for (PoolNode node : eligible) {
            double used = utilisation(node);
            if (used < least || (used == least && LeastLoaded.isLess(node, best))) {
                least = used;
                best = node;
            }
        }
        return best;
    }

    /** How much of a node's scarcest resource is used, from 0; above 1 when it holds work ahead of its slots. */
    static double utilisation(PoolNode node) {
        double used = Math.max(node.facts().cpuLoad(), share(node.running(), node.slots()));
        used = Math.max(used, share(node.cpuMillisTaken(), node.facts().cpuMillis()));
        return Math.max(used, share(node.memoryMbTaken(), node.facts().memoryMb()));
    }

    private static double share(long taken, long capacity) {
        return capacity == 0 ? 0 : (double) taken / capacity;
    }
}
