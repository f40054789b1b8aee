package dev.takt.own;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Knows when a node that drains may go: when nothing has been left here for a moment, or when its time is up. */
final class DrainWatch {
    /**
     * For how long nothing may be left: an owner that hears of the draining a little late may have handed out one more
     * attempt, which is then on its way.
     */
    static final Duration QUIET = Duration.ofMillis(300);

    private final long endNanos;
    private long quietSinceNanos;
    private boolean quiet;

    /** @param limit how long the node waits for what it runs */
    DrainWatch(long nowNanos, Duration limit) {
        endNanos = nowNanos + limit.toNanos();
    }

    /**
     * Whether the wait is over.
     *
     * @param left whether there is something left here at this moment
     */
    boolean isOver(long nowNanos, boolean left) {
        if (left) {
            quiet = false;
        } else if (!quiet) {
            quiet = true;
            quietSinceNanos = nowNanos;
        }
        return nowNanos >= endNanos || (quiet && nowNanos - quietSinceNanos >= QUIET.toNanos());
    }

    /** How long it makes sense to sleep before the next look, in milliseconds; at least 1. */
    long sleepMillis(long nowNanos, long atMostMillis) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - nowNanos);
        return Math.max(1, Math.min(atMostMillis, leftMillis));
    }
}
