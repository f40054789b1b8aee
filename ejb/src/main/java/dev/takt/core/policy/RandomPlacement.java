package dev.takt.core.policy;

import dev.takt.core.Scatter;
import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * Any node, with the same chance for each. Equal in the long run, uneven in the short: n tasks on n nodes put about
 * ln n / ln ln n on the fullest (G. Gonnet, "Expected length of the longest probe sequence in hash code searching",
 * 1981). Drawn from the task's id and the number of draws before, so the same commands give the same choices, and a task
 * that is tried again draws anew. Cost: O(1) for each start, after the search for eligible nodes.
 */
public final class RandomPlacement implements Placement {
    public static final String NAME = "RANDOM";

    private long draws;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        return eligible.get(Scatter.below(eligible.size(), Scatter.mix(Scatter.of(task.id()) + draws++)));
    }
}
