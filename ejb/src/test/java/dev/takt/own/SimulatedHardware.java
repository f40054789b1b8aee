package dev.takt.own;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.task.Demand;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a server is, whatever boots on it.
 *
 * @param labels one of them no other server has: a task that asks for it must wait while this server is away
 * @param weight its share under placement by weights
 * @param cpuMillis thousandths of a core that tasks may ask for
 * @param memoryMb mebibytes that tasks may ask for
 */
record SimulatedHardware(Map<String, String> labels, int weight, int cpuMillis, int memoryMb) {
    private static final int CORES_MAX = 4;
    private static final int MEMORY_GB_MAX = 4;
    private static final int WEIGHT_MAX = 5;
    private static final int GROUPS = 3;
    private static final int EXPECTED_MAX_MICROS = 6_000_000;
    private static final int DEADLINE_MAX_MICROS = 60_000_000;

    static SimulatedHardware of(Random random, String server) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("server", server);
        labels.put("zone", random.nextBoolean() ? "a" : "b");
        if (random.nextInt(3) == 0) {
            labels.put("disk", "fast");
        }
        return new SimulatedHardware(
                labels,
                1 + random.nextInt(WEIGHT_MAX),
                1_000 * random.nextInt(CORES_MAX + 1),
                1_024 * random.nextInt(MEMORY_GB_MAX + 1));
    }

    /** The same with more room than anybody asks for. */
    SimulatedHardware endless() {
        return new SimulatedHardware(labels, weight, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    NodeFacts facts(String id, String name, int slots, Set<String> handlers, double cpuLoad, boolean draining) {
        return new NodeFacts(id, name, slots, handlers, labels, weight, cpuMillis, memoryMb, cpuLoad, draining);
    }

    /** Something that this server can meet, and others perhaps. */
    Demand demand(Random random, long nowMicros) {
        Map<String, String> asked = new TreeMap<>();
        Map<String, String> preferred = new TreeMap<>();
        labels.forEach((label, value) -> {
            if (random.nextInt(4) == 0) {
                asked.put(label, value);
            } else if (random.nextInt(3) == 0) {
                preferred.put(label, value);
            }
        });
        return new Demand(
                random.nextInt(3) == 0 ? 1 + random.nextInt(EXPECTED_MAX_MICROS) : 0,
                random.nextInt(3) == 0 ? nowMicros + random.nextInt(DEADLINE_MAX_MICROS) : 0,
                random.nextBoolean() ? random.nextInt(cpuMillis + 1) : 0,
                random.nextBoolean() ? random.nextInt(memoryMb + 1) : 0,
                random.nextBoolean() ? "key" + random.nextInt(GROUPS) : null,
                random.nextBoolean() ? "group" + random.nextInt(GROUPS) : null,
                asked,
                preferred);
    }

    /** Whether it has the labels that a task asks for. */
    boolean hasLabels(Demand demand) {
        return labels.entrySet().containsAll(demand.nodeLabels().entrySet());
    }
}
