package dev.takt.core.retry;

import dev.takt.api.Retry;

/**
 * Exponential backoff with a cap and proportional jitter. The jitter keeps tasks that failed together (a service was
 * down) from coming back together; it is drawn from the task's own bits, so the same task and attempt always give the
 * same wait. See M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
 *
 * @param attempts attempts in all, 1 to 100
 * @param backoffMillis the first wait, at least 0
 * @param factor by how much the wait grows each time, 1 to 10
 * @param backoffMaxMillis the longest wait before jitter, at least 0
 */
public record RetryPolicy(int attempts, long backoffMillis, double factor, long backoffMaxMillis) {
    /** The jitter's reach: a wait is spread by a quarter to either side. */
    private static final double JITTER = 0.25;

    /** One attempt. */
    public static final RetryPolicy NONE = of(Retry.NONE);

    public RetryPolicy {
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts must be 1 to 100, not " + attempts);
        }
        if (backoffMillis < 0 || backoffMaxMillis < 0) {
            throw new IllegalArgumentException("a backoff cannot be negative");
        }
        if (!(factor >= 1 && factor <= 10)) {
            throw new IllegalArgumentException("factor must be 1 to 10, not " + factor);
        }
    }

    public static RetryPolicy of(Retry retry) {
        return new RetryPolicy(
                retry.attempts(),
                retry.backoff().toMillis(),
                retry.factor(),
                retry.backoffMax().toMillis());
    }

    /** Whether another attempt is allowed after so many that failed (lost ones do not count). */
    public boolean allowsAnother(int failed) {
        return failed < attempts;
    }

    /**
     * How long to wait after the n-th failure.
     *
     * @param failed how many attempts have failed, from 1
     * @param seed any bits; the same give the same wait
     */
    public long waitMicros(int failed, long seed) {
        double base = Math.min(backoffMillis * Math.pow(factor, failed - 1.0), backoffMaxMillis);
        double spread = 1 + JITTER * (2 * unit(seed + 31L * failed) - 1);
        return Math.round(base * spread * 1_000);
    }

    /** A number in [0, 1) from any bits: the finalizer of MurmurHash3. */
    private static double unit(long bits) {
        long h = bits;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return (h >>> 11) * 0x1.0p-53;
    }
}
