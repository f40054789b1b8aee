package dev.takt.core.node;

import java.util.Map;
import java.util.Set;

/**
 * What a node says of itself.
 *
 * @param id one incarnation of a server
 * @param name the server's name, which stays
 * @param slots how many attempts it runs at once
 * @param handlers the handlers that are deployed there
 * @param labels what it is, such as {@code zone=a}
 * @param weight its share under placement {@code WEIGHTED}, 1 to {@link #WEIGHT_MAX}
 * @param cpuMillis thousandths of a core that tasks may ask for
 * @param memoryMb mebibytes that tasks may ask for
 * @param cpuLoad how much of the machine its process used lately, 0 to 1
 * @param draining true when it takes no new work
 */
public record NodeFacts(
        String id,
        String name,
        int slots,
        Set<String> handlers,
        Map<String, String> labels,
        int weight,
        int cpuMillis,
        int memoryMb,
        double cpuLoad,
        boolean draining) {
    /** The largest weight: shares finer than a thousandth are nobody's intention. */
    public static final int WEIGHT_MAX = 1_000;

    public NodeFacts {
        if (slots < 0 || cpuMillis < 0 || memoryMb < 0) {
            throw new IllegalArgumentException("slots and resources cannot be negative");
        }
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("weight must be 1 to " + WEIGHT_MAX + ", not " + weight);
        }
        handlers = Set.copyOf(handlers);
        labels = Map.copyOf(labels);
    }

    /** A node of which nothing is known but what it can run: no labels, no resources to ask for, weight 1. */
    public static NodeFacts plain(String id, int slots, Set<String> handlers) {
        return new NodeFacts(id, id, slots, handlers, Map.of(), 1, 0, 0, 0, false);
    }

    /** The same node with other slots and handlers. */
    public NodeFacts with(int itsSlots, Set<String> itsHandlers) {
        return new NodeFacts(id, name, itsSlots, itsHandlers, labels, weight, cpuMillis, memoryMb, cpuLoad, draining);
    }
}
