package dev.takt.api;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task asks of time, resources and place, beyond a handler and a free slot. Null asks nothing; what a request leaves
 * out is taken from its job. Made with the builder of {@link TaskRequest}.
 *
 * @param expected how long an attempt is expected to take, for queues that put short tasks first; 1 ms to 30 days
 * @param deadline when it should have ended, for queues that go by deadlines; not together with {@code deadlineIn}
 * @param deadlineIn the same, counted from when the task may start: now, or its due time; 1 ms to 366 days
 * @param cpu cores that an attempt takes from its node, 0.001 to 1024
 * @param memoryMb mebibytes that an attempt takes from its node, 1 to 16777216
 * @param affinityKey tasks with the same key prefer the same node under placement {@code HASH}
 * @param group tasks of one group are put together or apart under placement {@code COLLOCATE} or {@code SPREAD}
 * @param nodeLabels labels that the node must have
 * @param preferLabels labels that the node should have, under placement {@code LOCALITY}
 */
public record Needs(
        Duration expected,
        Instant deadline,
        Duration deadlineIn,
        Double cpu,
        Integer memoryMb,
        String affinityKey,
        String group,
        Map<String, String> nodeLabels,
        Map<String, String> preferLabels)
        implements Serializable {
    /** Nothing. */
    public static final Needs NONE = new Needs(null, null, null, null, null, null, null, null, null);

    public Needs {
        nodeLabels = orNull(nodeLabels);
        preferLabels = orNull(preferLabels);
    }

    /** A map of its own that can travel, and null for an empty one, so that equal wishes are equal. */
    private static Map<String, String> orNull(Map<String, String> labels) {
        return labels == null || labels.isEmpty() ? null : Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
