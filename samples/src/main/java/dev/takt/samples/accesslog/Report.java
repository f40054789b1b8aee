package dev.takt.samples.accesslog;

import java.time.Instant;
import java.util.List;

/**
 * What the log says of a time.
 *
 * @param from the first request that counts; null when none does
 * @param to the last one
 * @param pageViews pages that people looked at
 * @param visitors people, told apart by address and browser
 * @param clicks page views that the visitor reached from another page seen before
 * @param pages the most viewed pages, most first
 * @param slowest the slowest paths by their 95th percentile, slowest first; API calls included
 */
record Report(
        Instant from,
        Instant to,
        Lines lines,
        long pageViews,
        int visitors,
        long clicks,
        List<PageCount> pages,
        List<PathTime> slowest) {

    /**
     * What became of the lines.
     *
     * @param early outside the time of the report
     * @param skippedBytes the beginning of a big log, which was not read
     */
    record Lines(
            long read, long malformed, long early, long bots, long staticResources, long counted, long skippedBytes) {}

    /** @param clicks how often a visitor went on from this page to another one */
    record PageCount(String path, long views, long clicks) {
        double clickRate() {
            return share(clicks, views);
        }
    }

    record PathTime(String path, long requests, double meanMillis, long p95Millis, long maxMillis) {}

    /** The share of page views that were reached by a click; 0 when there are none. */
    double clickRate() {
        return share(clicks, pageViews);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.round(1_000.0 * part / whole) / 1_000.0;
    }
}
