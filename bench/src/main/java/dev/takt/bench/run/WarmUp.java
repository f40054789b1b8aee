package dev.takt.bench.run;

import java.io.IOException;
import java.time.Duration;

/** The same work before it counts: until the compiler has seen it, or a slow contestant has had its time. */
final class WarmUp {
    private static final int BATCH = 5_000;

    /** Compiled by then, in all contestants: a further 100,000 tasks changed no figure by more than its spread. */
    private static final int TASKS_MAX = 150_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(12);

    private WarmUp() {}

    /**
     * Warms a contestant up.
     *
     * @return the number that the next task may have
     */
    static long run(Running contestant) throws IOException, InterruptedException, Failed {
        long deadline = System.nanoTime() + TIME_MAX.toNanos();
        long next = 0;
        while (next < TASKS_MAX && System.nanoTime() < deadline) {
            Batch.run(contestant, next, BATCH);
            next += BATCH;
        }
        return next;
    }
}
