package dev.takt.core.pool;

import java.util.HashMap;
import java.util.Map;

/** How long attempts take, by handler: an exponentially weighted mean that forgets within some tens of attempts. */
final class RunTimes {
    private static final double WEIGHT_OF_LATEST = 0.1;

    private final Map<String, double[]> meansMicros = new HashMap<>();

    void learn(String handler, long micros) {
        double[] mean = meansMicros.get(handler);
        if (mean == null) {
            meansMicros.put(handler, new double[] {Math.max(1, micros)});
        } else {
            mean[0] += WEIGHT_OF_LATEST * (Math.max(1, micros) - mean[0]);
        }
    }

    /** The mean; 0 when nothing is known. */
    double meanMicros(String handler) {
        double[] mean = meansMicros.get(handler);
        return mean == null ? 0 : mean[0];
    }
}
