package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One node after the other, each as often as its weight says (system property {@code takt.node.weight}), and evenly mixed
 * rather than in runs: smooth weighted round robin (I. Sysoev, nginx, 2012). Each turn every eligible node gains its weight
 * in credit; the one with most credit is taken and pays what all gained. Over any number of turns in which all are
 * eligible, a node's count differs from its share by less than the number of nodes. Cost: O(nodes) for each start.
 */
public final class Weighted implements Placement {
    public static final String NAME = "WEIGHTED";

    /** Nodes come with a new id at each boot: when so many have been seen, all begin again without credit. */
    private static final int NODES_KNOWN_MAX = 1_000;

    private final Map<String, Long> credits = new HashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        if (credits.size() > NODES_KNOWN_MAX) {
            credits.clear();
        }
        long gained = 0;
        long mostCredit = Long.MIN_VALUE;
        PoolNode chosen = null;
        for (PoolNode node : eligible) {
            int weight = node.facts().weight();
            gained += weight;
            long credit = credits.merge(node.id(), (long) weight, Long::sum);
            if (credit > mostCredit) {
                mostCredit = credit;
                chosen = node;
            }
        }
        credits.put(chosen.id(), mostCredit - gained);
        return chosen;
    }
}
