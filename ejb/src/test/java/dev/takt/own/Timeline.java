package dev.takt.own;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The simulation's true time, what is to happen in it, and its history. Who waits for something lets time pass with
 * {@link #sleep}: meanwhile everybody else acts, in the same thread.
 */
final class Timeline {
    static final long MICRO = 1_000L;
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    /** How much of the history is kept: enough to see what led to a failure. */
    private static final int LINES_MAX = 4_000;

    /** How many may wait inside each other's waits before the others must wait as well: a thread's stack is finite. */
    private static final int DEPTH_MAX = 100;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private final boolean telling;
    private final Random random;
    private long now;
    private long eventsMade;
    private int depth;
    private Violation violation;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /** An invariant does not hold. An error, so that no production code takes it for a failure of its own. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @param telling whether to keep a history */
    Timeline(long seed, boolean telling) {
        this.random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
        this.telling = telling;
    }

    Random random() {
        return random;
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** Something up to a time, by preference short. */
    long upTo(long nanos) {
        double share = random.nextDouble();
        return (long) (share * share * nanos);
    }

    long between(long low, long high) {
        return low + (long) (random.nextDouble() * (high - low));
    }

    long now() {
        return now;
    }

    void after(long nanos, Runnable action) {
        events.add(new Event(now + Math.max(0, nanos), eventsMade++, action));
    }

    /** Lets time pass, and all that is to happen in it. */
    void runUntil(long until) {
        while (!events.isEmpty() && events.peek().at() <= until) {
            stopAtViolation();
            Event next = events.poll();
            now = Math.max(now, next.at());
            next.action().run();
        }
        stopAtViolation();
        now = Math.max(now, until);
    }

    void sleep(long nanos) {
        if (depth >= DEPTH_MAX) {
            now += Math.max(0, nanos);
            return;
        }
        depth++;
        try {
            runUntil(now + nanos);
        } finally {
            depth--;
        }
    }

    /** Kept, since those who are told of it may be surrounded by code that catches everything. */
    private void stopAtViolation() {
        if (violation != null) {
            throw violation;
        }
    }

    Violation fail(String message, Throwable cause) {
        if (violation == null) {
            violation = new Violation(message, cause);
            tell("!", "VIOLATION: %s", message);
        }
        return violation;
    }

    Violation violation() {
        return violation;
    }

    boolean isTelling() {
        return telling;
    }

    void tell(String who, String format, Object... what) {
        if (telling) {
            lines.add("%10.4f %-8s %s".formatted(now / 1e9, who, format.formatted(what)));
            if (lines.size() > LINES_MAX) {
                lines.poll();
            }
        }
    }

    String history() {
        return String.join("\n", lines);
    }
}
