package dev.takt.core.policy;

import dev.takt.core.Scatter;
import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * The less loaded of two nodes that are drawn at random: almost as even as looking at all, and without the herd that
 * follows one stale number. The fullest of n nodes then has about ln ln n / ln 2 more than the mean (Y. Azar, A. Broder, A.
 * Karlin, E. Upfal, "Balanced allocations", 1994; M. Mitzenmacher, "The power of two choices", 2001). Drawn as
 * {@link RandomPlacement} does. Cost: O(1) for each start, after the search for eligible nodes.
 */
public final class PowerOfTwo implements Placement {
    public static final String NAME = "POWER_OF_TWO";

    private long draws;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        int count = eligible.size();
        long number = Scatter.mix(Scatter.of(task.id()) + draws++);
        int first = Scatter.below(count, number);
        if (count == 1) {
            return eligible.get(first);
        }
        // The second is another node: it is drawn from the others, counted on from the first.
        int second = (first + 1 + Scatter.below(count - 1, Scatter.mix(number))) % count;
        PoolNode one = eligible.get(first);
        PoolNode other = eligible.get(second);
        return LeastLoaded.isLess(other, one) ? other : one;
    }
}
