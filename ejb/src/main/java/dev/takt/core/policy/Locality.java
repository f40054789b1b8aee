package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The node that has most of the labels that the task prefers ({@code preferLabels}: where its data is, say); of equals the
 * least loaded. Only a preference: a task takes a worse place rather than wait. (Delay scheduling, which waits a little, does
 * better for short tasks at full load: M. Zaharia and others, "Delay scheduling", 2010.) Cost: O(nodes x labels) for
 * each start.
 */
public record Locality() implements Placement {
    public static final String NAME = "LOCALITY";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        PoolNode best = null;
        int most = -1;
        for (PoolNode node : eligible) {
            int matches = matches(task.demand().preferLabels(), node.facts().labels());
            if (matches > most || (matches == most && LeastLoaded.isLess(node, best))) {
                most = matches;
                best = node;
            }
        }
        return best;
    }

    private static int matches(Map<String, String> wanted, Map<String, String> labels) {
        int matches = 0;
        for (Map.Entry<String, String> label : wanted.entrySet()) {
            if (label.getValue().equals(labels.get(label.getKey()))) {
                matches++;
            }
        }
        return matches;
    }
}
