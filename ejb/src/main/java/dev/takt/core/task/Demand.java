package dev.takt.core.task;

import dev.takt.core.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task asks of time, resources and place, beyond a handler and a slot. Most tasks ask nothing: {@link #NONE}.
 *
 * @param expectedMicros how long an attempt is said to take; 0 when nobody says
 * @param deadlineMicros when it should have ended, since 1970; 0 for no deadline. It orders a queue by deadlines; nothing
 *     is stopped when it passes
 * @param cpuMillis thousandths of a core that an attempt takes from its node; 0 for none
 * @param memoryMb mebibytes that an attempt takes from its node; 0 for none
 * @param affinityKey tasks with the same key go to the same node under placement {@code HASH}; null for the task's id
 * @param group tasks of one group are put together ({@code COLLOCATE}) or apart ({@code SPREAD}); null for no group
 * @param nodeLabels labels that the node must have, in the order of names; empty for any node
 * @param preferLabels labels that the node should have ({@code LOCALITY}), in the order of names; empty for none
 */
public record Demand(
        long expectedMicros,
        long deadlineMicros,
        int cpuMillis,
        int memoryMb,
        String affinityKey,
        String group,
        Map<String, String> nodeLabels,
        Map<String, String> preferLabels) {
    public static final Demand NONE = new Demand(0, 0, 0, 0, null, null, Map.of(), Map.of());

    public Demand {
        if (expectedMicros < 0 || deadlineMicros < 0 || cpuMillis < 0 || memoryMb < 0) {
            throw new IllegalArgumentException("times and resources cannot be negative");
        }
        nodeLabels = ordered(nodeLabels);
        preferLabels = ordered(preferLabels);
    }

    /** How long an attempt is said to take; null when nobody says. */
    public Duration expected() {
        return expectedMicros == 0 ? null : Duration.of(expectedMicros, ChronoUnit.MICROS);
    }

    /** When it should have ended; null for no deadline. */
    public Instant deadline() {
        return deadlineMicros == 0 ? null : Micros.instant(deadlineMicros);
    }

    /** Whether it asks nothing at all. */
    public boolean asksNothing() {
        return this == NONE || equals(NONE);
    }

    /** Whether it keeps a task from nodes that have its handler and a free slot: resources or labels. */
    public boolean narrows() {
        return this != NONE && (cpuMillis > 0 || memoryMb > 0 || !nodeLabels.isEmpty());
    }

    /** The same for a task that repeats an ended one, whose deadline was its own. */
    public Demand withoutDeadline() {
        return deadlineMicros == 0
                ? this
                : new Demand(expectedMicros, 0, cpuMillis, memoryMb, affinityKey, group, nodeLabels, preferLabels);
    }

    /** By name, so that whoever goes through them meets the same order on every node and in every run. */
    private static Map<String, String> ordered(Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return Map.of();
        }
        return Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
