package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * The node that runs most of the task's {@code group}, so that its tasks share what they load; of equals, and for tasks
 * without a group, the least loaded. The affinity of cluster schedulers (A. Verma and others, "Large-scale cluster
 * management at Google with Borg", 2015), as a preference. Cost: O(nodes) for each start.
 */
public record Collocate() implements Placement {
    public static final String NAME = "COLLOCATE";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        String group = task.demand().group();
        PoolNode best = null;
        int most = -1;
        for (PoolNode node : eligible) {
            int members = node.runningOf(group);
            if (members > most || (members == most && LeastLoaded.isLess(node, best))) {
                most = members;
                best = node;
            }
        }
        return best;
    }
}
