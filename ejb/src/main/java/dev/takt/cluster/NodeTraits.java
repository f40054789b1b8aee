package dev.takt.cluster;

import dev.takt.core.node.NodeFacts;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What this server is and has, as far as it does not change while it runs: what placements go by.
 *
 * @param labels such as {@code zone=a}, by name
 * @param weight its share under placement {@code WEIGHTED}, 1 to 1000
 * @param cpuMillis thousandths of a core that tasks may ask for
 * @param memoryMb mebibytes that tasks may ask for
 */
record NodeTraits(Map<String, String> labels, int weight, int cpuMillis, int memoryMb) {
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9._-]{1,63})=([^,=\\p{Cntrl}]{0,200})");
    private static final int MILLIS_PER_CORE = 1_000;
    private static final long BYTES_PER_MB = 1L << 20;

    NodeTraits {
        if (weight < 1 || weight > NodeFacts.WEIGHT_MAX || cpuMillis < 0 || memoryMb < 0) {
            throw new IllegalArgumentException("takt.node.weight is " + weight + " (1 to " + NodeFacts.WEIGHT_MAX
                    + "), takt.node.cpu " + cpuMillis + " and takt.node.memory " + memoryMb
                    + " (0 or more). Correct the properties.");
        }
        labels = Map.copyOf(labels);
    }

    /**
     * From the system properties {@code takt.node.labels} ({@code zone=a,disk=ssd}), {@code takt.node.weight} (1),
     * {@code takt.node.cpu} (thousandths of a core; all cores of the machine) and {@code takt.node.memory} (mebibytes; the
     * largest heap).
     */
    static NodeTraits fromSystemProperties() {
        Runtime runtime = Runtime.getRuntime();
        return new NodeTraits(
                labels(System.getProperty("takt.node.labels", "")),
                Integer.getInteger("takt.node.weight", 1),
                Integer.getInteger("takt.node.cpu", runtime.availableProcessors() * MILLIS_PER_CORE),
                Integer.getInteger("takt.node.memory", (int) (runtime.maxMemory() / BYTES_PER_MB)));
    }

    /** Reads {@code name=value} pairs separated by commas. */
    static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            var label = LABEL.matcher(part.trim());
            if (!label.matches()) {
                throw new IllegalArgumentException("takt.node.labels has '" + part.trim()
                        + "'; write names and values, for example zone=a,disk=ssd. Correct the property.");
            }
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }
}
