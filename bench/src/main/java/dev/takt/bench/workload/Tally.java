package dev.takt.bench.workload;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what handlers do: how often each expected task was started, when it was first, and when all had ended. */
public final class Tally implements Work {
    private final Queue<Firing> firings = new ConcurrentLinkedQueue<>();
    private volatile Expected expected = new Expected(0, 0, Duration.ZERO);

    /**
     * A schedule fired.
     *
     * @param schedule its number
     * @param atMicros when, in microseconds since 1970
     */
    public record Firing(int schedule, long atMicros) {}

    /** The tasks of one run. */
    private static final class Expected {
        private final long first;
        private final Duration length;
        private final AtomicIntegerArray starts;
        private final AtomicLongArray startedAtNanos;
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger strangers = new AtomicInteger();
        private final CountDownLatch all;
        private volatile long allEndedAtNanos;

        Expected(long first, int tasks, Duration length) {
            this.first = first;
            this.length = length;
            this.starts = new AtomicIntegerArray(tasks);
            this.startedAtNanos = new AtomicLongArray(tasks);
            this.all = new CountDownLatch(tasks == 0 ? 0 : 1);
        }
    }

    /**
     * Forgets everything and expects these tasks.
     *
     * @param first the number of the first
     * @param tasks how many
     * @param length how long each takes; zero for not at all
     */
    public void expect(long first, int tasks, Duration length) {
        expected = new Expected(first, tasks, length);
        firings.clear();
    }

    @Override
    public void run(long number) {
        long now = System.nanoTime();
        Expected all = expected;
        long place = number - all.first;
        if (place < 0 || place >= all.starts.length()) {
            all.strangers.incrementAndGet();
            return;
        }
        boolean isFirst = all.starts.getAndIncrement((int) place) == 0;
        if (isFirst) {
            all.startedAtNanos.set((int) place, now);
        }
        if (!all.length.isZero() && !pass(all.length)) {
            return;
        }
        if (isFirst && all.ended.incrementAndGet() == all.starts.length()) {
            all.allEndedAtNanos = System.nanoTime();
            all.all.countDown();
        }
    }

    private static boolean pass(Duration length) {
        try {
            // The length of a long task, not a wait for anything.
            Thread.sleep(length.toMillis());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void fired(int schedule) {
        firings.add(new Firing(schedule, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
    }

    /**
     * Waits until every expected task has ended.
     *
     * @return false when the limit was over before
     */
    public boolean awaitAll(Duration limit) throws InterruptedException {
        return expected.all.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** When the last expected task had ended, by {@link System#nanoTime()}. */
    public long allEndedAtNanos() {
        return expected.allEndedAtNanos;
    }

    /** How many expected tasks never started. */
    public int missing() {
        Expected all = expected;
        int missing = 0;
        for (int place = 0; place < all.starts.length(); place++) {
            missing += all.starts.get(place) == 0 ? 1 : 0;
        }
        return missing;
    }

    /** How many starts were one too many, and starts of tasks that were not expected. */
    public int surplus() {
        Expected all = expected;
        int surplus = all.strangers.get();
        for (int place = 0; place < all.starts.length(); place++) {
            surplus += Math.max(0, all.starts.get(place) - 1);
        }
        return surplus;
    }

    /** When each expected task first started, by its place; 0 for not yet. */
    public long[] startedAtNanos() {
        Expected all = expected;
        long[] times = new long[all.startedAtNanos.length()];
        for (int place = 0; place < times.length; place++) {
            times[place] = all.startedAtNanos.get(place);
        }
        return times;
    }

    /** What fired since {@link #expect}, in the order of its coming. */
    public java.util.List<Firing> firings() {
        return java.util.List.copyOf(firings);
    }
}
