package dev.takt.bench.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Durations in microseconds, told as percentiles in milliseconds. */
final class Percentiles {
    private static final int DIGITS = 3;
    private static final double MICROS_A_MILLI = 1_000;

    private final Histogram histogram = new Histogram(Duration.ofHours(1).toNanos() / 1_000, DIGITS);

    void add(long micros) {
        histogram.recordValue(Math.max(0, micros));
    }

    long count() {
        return histogram.getTotalCount();
    }

    double millisAt(double percentile) {
        return histogram.getValueAtPercentile(percentile) / MICROS_A_MILLI;
    }

    /** Median, 99th percentile and maximum. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50Millis", millisAt(50));
        figures.put("p99Millis", millisAt(99));
        figures.put("maxMillis", histogram.getMaxValue() / MICROS_A_MILLI);
        return figures;
    }
}
