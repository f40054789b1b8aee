package dev.takt.work;

import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * A worker whose handlers take simulated time. Its attempts and reports are the production's; only the threads, and the
 * watchdog's sleep, are events of the simulation.
 */
public final class SimulatedWorker implements Attempts, Line {
    private static final long CANCEL_GRACE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long ABANDON_GRACE_NANOS = Duration.ofSeconds(2).toNanos();

    /** How long a handler that can yield works between two looks whether it should. */
    private static final long PART_NANOS = Duration.ofMillis(100).toNanos();

    /** The watchdog looks no more often: clocks differ, and one that came too early must not come again at once. */
    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final Reports reports;
    private final WorkerTime time;
    private final int slots;
    private final Stage stage;
    private final NodeTerm term;
    private final Deque<Attempt> line = new ArrayDeque<>();
    private int busy;
    private long patrolAtNanos = Long.MAX_VALUE;

    /**
     * How a handler's call goes.
     *
     * @param nanos how long it takes unless it is interrupted
     * @param heedsInterrupts whether it ends at once when interrupted; else it goes on to its end
     * @param checkpoint what it leaves when it is asked to yield, by how much time it would still have taken; null when it
     *     does not look whether it should
     */
    public record Performance(
            long nanos,
            AttemptOutcome outcome,
            String json,
            boolean heedsInterrupts,
            LongFunction<String> checkpoint) {}

    /** What the simulation contributes. */
    public interface Stage {
        /** Has something done on this node after a time. */
        void after(long nanos, Runnable action);

        /** An attempt is handed over. */
        void came(AttemptRef attempt);

        /** A handler is called. */
        Performance began(Assignment assignment);

        /** An attempt has ended here. */
        void ended(AttemptReport report);

        /** An owner says that these are committed. */
        void confirmed(Collection<AttemptRef> attempts);
    }

    public SimulatedWorker(AttemptReports owner, WorkerTime time, int slots, Stage stage) {
        this.reports = new Reports(owner, time);
        this.time = time;
        this.term = new NodeTerm(time);
        this.slots = slots;
        this.stage = stage;
        patrolIn(Reports.UNCONFIRMED_REPEAT_NANOS);
    }

    public int slots() {
        return slots;
    }

    /** How many attempts it answers for, in line, running or unconfirmed. */
    public int holds() {
        return reports.held().size();
    }

    @Override
    public void start(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            Attempt attempt = new Attempt(assignment);
            if (reports.hold(attempt)) {
                stage.came(attempt.ref());
                line.add(attempt);
            }
        }
        fill();
    }

    @Override
    public void beginUntil(long nanos) {
        term.lastUntil(nanos);
        fill();
    }

    @Override
    public void forgetWaiting() {
        reports.forgetWaiting();
        line.clear();
    }

    private void fill() {
        while (busy < slots && !line.isEmpty() && term.lasts()) {
            Attempt attempt = line.poll();
            if (attempt.begin(time.nanos(), time.now())) {
                busy++;
                Performance performance = stage.began(attempt.assignment());
                watch(attempt, performance);
                goOn(attempt, performance, performance.nanos());
            }
        }
    }

    /** A handler that can yield looks whether it should each time that a part of its work is done. */
    private void goOn(Attempt attempt, Performance performance, long leftNanos) {
        long part = performance.checkpoint() == null ? leftNanos : Math.min(leftNanos, PART_NANOS);
        stage.after(part, () -> {
            long left = leftNanos - part;
            if (left == 0) {
                returned(attempt, performance.outcome(), performance.json());
            } else if (attempt.shouldYield(time.nanos())) {
                returned(
                        attempt,
                        AttemptOutcome.YIELDED,
                        performance.checkpoint().apply(left));
            } else if (attempt.report() == null) {
                goOn(attempt, performance, left);
            }
        });
    }

    private void returned(Attempt attempt, AttemptOutcome outcome, String json) {
        boolean inTime =
                switch (outcome) {
                    case SUCCEEDED -> attempt.succeeded(json, time.now());
                    case YIELDED -> attempt.yielded(json, time.now());
                    case FAILED, TIMED_OUT, CANCELLED, LOST -> attempt.failed("It failed.", true, time.now());
                };
        if (inTime) {
            busy--;
            deliver(attempt);
            fill();
        }
    }

    private void watch(Attempt attempt, Performance performance) {
        long at = attempt.actAtNanos();
        if (at != Attempt.NEVER) {
            stage.after(Math.max(LOOK_NANOS, at - time.nanos()), () -> patrol(attempt, performance));
        }
    }

    private void patrol(Attempt attempt, Performance performance) {
        Attempt.Act act = attempt.patrol(time.nanos(), ABANDON_GRACE_NANOS, time.now());
        // The attempt took this thread for its handler's.
        Thread.interrupted();
        switch (act) {
            case NOTHING -> {
                if (attempt.report() == null) {
                    watch(attempt, performance);
                }
            }
            case INTERRUPTED -> {
                if (performance.heedsInterrupts()) {
                    busy--;
                    attempt.failed("It was interrupted.", true, time.now());
                    deliver(attempt);
                    fill();
                } else {
                    watch(attempt, performance);
                }
            }
            case ABANDONED -> {
                busy--;
                deliver(attempt);
                fill();
            }
        }
    }

    @Override
    public void cancel(AttemptRef ref) {
        Attempt attempt = reports.find(ref);
        if (attempt == null) {
            return;
        }
        if (attempt.cancel(time.nanos(), CANCEL_GRACE_NANOS, time.now())) {
            line.remove(attempt);
            deliver(attempt);
        } else {
            watch(attempt, new Performance(0, AttemptOutcome.FAILED, null, true, null));
        }
    }

    /** The node stops, and wants its slots back. */
    public void askToYield() {
        reports.held().forEach(Attempt::askToYield);
    }

    private void deliver(Attempt attempt) {
        stage.ended(attempt.report());
        if (!reports.deliver(attempt)) {
            patrolIn(Reports.REFUSED_REPEAT_NANOS);
        }
    }

    private void patrolIn(long nanos) {
        long at = time.nanos() + nanos;
        if (at < patrolAtNanos) {
            patrolAtNanos = at;
            stage.after(nanos, () -> patrolReports(at));
        }
    }

    private void patrolReports(long at) {
        if (at == patrolAtNanos) {
            patrolAtNanos = Long.MAX_VALUE;
            long now = time.nanos();
            patrolIn(Math.max(Reports.REFUSED_REPEAT_NANOS, reports.patrol(now) - now));
        }
    }

    @Override
    public void confirmed(Collection<AttemptRef> committed) {
        stage.confirmed(committed);
        reports.confirmed(committed);
    }

    /** For a defect made on purpose: drops what is not confirmed. */
    public void forget(AttemptRef attempt) {
        reports.confirmed(List.of(attempt));
    }

    @Override
    public Set<AttemptRef> held(String pool) {
        return reports.held(pool);
    }

    @Override
    public void repeatReports(String pool) {
        reports.repeat(pool);
        patrolIn(Reports.REFUSED_REPEAT_NANOS);
    }
}
