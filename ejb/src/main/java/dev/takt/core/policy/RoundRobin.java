package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * One node after the other, whatever they run: equal counts. By node id rather than by position, so a node that comes
 * or goes does not upset the turn. Of all ways that know nothing of what the nodes run, the one with the shortest waiting
 * when they are alike (Z. Liu, D. Towsley, "Optimality of the round-robin routing policy", 1994). Cost: O(nodes) for each start.
 */
public final class RoundRobin implements Placement {
    public static final String NAME = "ROUND_ROBIN";

    private String last = "";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        PoolNode lowest = null;
        PoolNode next = null;
        for (PoolNode node : eligible) {
            if (lowest == null || node.id().compareTo(lowest.id()) < 0) {
                lowest = node;
            }
            if (node.id().compareTo(last) > 0 && (next == null || node.id().compareTo(next.id()) < 0)) {
                next = node;
            }
        }
        PoolNode chosen = next == null ? lowest : next;
        last = chosen.id();
        return chosen;
    }
}
