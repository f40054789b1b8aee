package dev.takt.core.policy;

import dev.takt.core.Scatter;
import dev.takt.core.node.PoolNode;
import dev.takt.core.node.Rendezvous;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * The same node for the same key ({@code affinityKey}, else the task's id), for handlers that keep something in memory for
 * each key: by {@linkplain Rendezvous rendezvous hashing}, so that a node that comes or goes moves only its own keys, 1/n of
 * all. By the server's name rather than its incarnation, so that a restart moves nothing. A key whose node has no room goes
 * to the next in its order at once rather than wait: the key prefers its node, it does not own it. Cost: O(nodes) for each
 * start.
 */
public record RendezvousHash() implements Placement {
    public static final String NAME = "HASH";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        String key = task.demand().affinityKey();
        long hash = key == null ? Scatter.of(task.id()) : Scatter.of(key);
        PoolNode best = null;
        long highest = 0;
        for (PoolNode node : eligible) {
            long number = Rendezvous.score(hash, node.facts().name());
            if (best == null || number > highest) {
                highest = number;
                best = node;
            }
        }
        return best;
    }
}
