package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * The node where least is left of CPU and memory once the task is there, so that large pieces stay free for large tasks and
 * as few nodes as possible are busy. Best fit for bins of two dimensions, each measured by the largest node (D. Johnson,
 * "Fast algorithms for bin packing", 1974: at most 1.7 times the best number of bins in one dimension; R. Panigrahy and
 * others, "Heuristics for vector bin packing", 2011). Where resources leave two nodes alike, as when tasks ask for none, the
 * one with fewer free slots. It never overcommits: only nodes that have what is asked are eligible. Cost: O(nodes) for each
 * start.
 */
public record BestFit() implements Placement {
    public static final String NAME = "BEST_FIT";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all) {
        long cpuLargest = 1;
        long memoryLargest = 1;
        for (PoolNode node : eligible) {
            cpuLargest = Math.max(cpuLargest, node.facts().cpuMillis());
            memoryLargest = Math.max(memoryLargest, node.facts().memoryMb());
        }
        PoolNode best = null;
        double least = Double.POSITIVE_INFINITY;
        for (PoolNode node : eligible) {
            double left = (double) node.cpuMillisLeft() / cpuLargest + (double) node.memoryMbLeft() / memoryLargest;
            if (best == null || left < least || (left == least && free(node) < free(best))) {
                least = left;
                best = node;
            }
        }
        return best;
    }

    private static int free(PoolNode node) {
        return node.slots() - node.running();
    }
}
