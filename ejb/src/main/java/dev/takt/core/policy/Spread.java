package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * The node that runs fewest of the task's {@code group}, so that losing one node costs the group least; of equals the one
 * whose zone (label {@code zone}) runs fewest of it, and then the least loaded. Tasks without a group go to the least loaded.
 * The anti-affinity and topology spread of cluster schedulers (A. Verma and others, "Large-scale cluster management at
 * Google with Borg", 2015), as a preference. Cost: O(nodes squared) at worst for each start, when many nodes are alike.
 */
public record Spread() implements Placement {
    public static final String NAME = "SPREAD";

    /** The label that says which nodes fail together. */
    public static final String ZONE = "zone";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        String group = task.demand().group();
        PoolNode best = null;
        for (PoolNode node : eligible) {
            if (best == null || isBetter(node, best, group, all)) {
                best = node;
            }
        }
        return best;
    }

    private static boolean isBetter(PoolNode node, PoolNode best, String group, Collection<PoolNode> all) {
        int members = node.runningOf(group) - best.runningOf(group);
        if (members != 0) {
            return members < 0;
        }
        int zone = group == null ? 0 : inZoneOf(node, group, all) - inZoneOf(best, group, all);
        return zone == 0 ? LeastLoaded.isLess(node, best) : zone < 0;
    }

    /** What runs of a group in a node's zone; a node without the label is a zone of its own. */
    private static int inZoneOf(PoolNode node, String group, Collection<PoolNode> all) {
        String zone = node.facts().labels().get(ZONE);
        if (zone == null) {
            return node.runningOf(group);
        }
        int members = 0;
        for (PoolNode other : all) {
            if (zone.equals(other.facts().labels().get(ZONE))) {
                members += other.runningOf(group);
            }
        }
        return members;
    }
}
