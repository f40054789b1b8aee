package dev.takt.samples.accesslog;

/**
 * Response times of one path in constant memory: counts in buckets whose borders grow by a quarter, so that a
 * percentile is at most 25 % too high.
 */
final class ResponseTimes {
    private static final double GROWTH = 1.25;
    /** 1.25^80 ms are more than a year. */
    private static final int BUCKETS = 80;

    private final int[] counts = new int[BUCKETS];
    private long requests;
    private long sumMillis;
    private long maxMillis;

    void add(long millis) {
        requests++;
        sumMillis += millis;
        maxMillis = Math.max(maxMillis, millis);
        counts[bucket(millis)]++;
    }

    private static int bucket(long millis) {
        return millis <= 1 ? 0 : (int) Math.min(BUCKETS - 1.0, Math.ceil(Math.log(millis) / Math.log(GROWTH)));
    }

    long requests() {
        return requests;
    }

    double meanMillis() {
        return requests == 0 ? 0 : (double) sumMillis / requests;
    }

    long maxMillis() {
        return maxMillis;
    }

    /** The time within which this share (0 to 1) of the requests was answered. */
    long percentileMillis(double share) {
        long wanted = (long) Math.ceil(share * requests);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(maxMillis, (long) Math.ceil(Math.pow(GROWTH, i)));
            }
        }
        return maxMillis;
    }
}
