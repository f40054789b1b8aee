package dev.takt.bench.report;

import java.util.Collection;
import java.util.Locale;

/** Figures as people read them. */
public final class Figures {
    private Figures() {}

    /** The middle one; of two, their mean. */
    public static double median(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Three digits that mean something: 30,800, 41.2, 0.62. */
    public static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (value >= 1_000) {
            double unit = Math.pow(10, Math.floor(Math.log10(value)) - 2);
            return String.format(Locale.ROOT, "%,.0f", Math.rint(value / unit) * unit);
        }
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.4f", value);
    }
}
