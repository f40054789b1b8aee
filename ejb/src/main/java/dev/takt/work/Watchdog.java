package dev.takt.work;

import dev.takt.core.task.Assignment;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Interrupts and abandons attempts whose time is over, and has reports repeated. One thread, which sleeps until the
 * earliest deadline that it knows; whoever makes an earlier one wakes it.
 */
final class Watchdog implements Runnable {
    private static final Logger LOG = Logger.getLogger(Watchdog.class);

    private final Slots slots;
    private final Reports reports;
    private final WorkerSettings settings;
    private final WorkerTime time;

    /** When it looks again. While it looks: the end of time, so that every new deadline wakes it. */
    private volatile long wakeAtNanos = Attempt.NEVER;

    private volatile boolean stopped;
    private volatile Thread thread;

    /** Decides about one attempt. */
    @FunctionalInterface
    interface Patrol {
        boolean isAbandoned(Attempt attempt, long nowNanos);
    }

    Watchdog(Slots slots, Reports reports, WorkerSettings settings, WorkerTime time) {
        this.slots = slots;
        this.reports = reports;
        this.settings = settings;
        this.time = time;
    }

    void start(ThreadFactory threads) {
        thread = threads.newThread(this);
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** There is something to do at this time, in nanoseconds of the worker's time. */
    void noteDeadline(long atNanos) {
        if (atNanos < wakeAtNanos) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!stopped) {
            wakeAtNanos = Attempt.NEVER;
            long next;
            try {
                next = patrol();
            } catch (RuntimeException e) {
                // Time-outs and repeats must go on whatever one attempt did to us; try again as with a refused report.
                LOG.errorf(e, "The worker's watchdog failed and goes on.");
                next = time.nanos() + Reports.REFUSED_REPEAT_NANOS;
            }
            wakeAtNanos = next;
            LockSupport.parkNanos(this, Math.max(1, next - time.nanos()));
        }
    }

    /** Does what is due now; says when to come again. */
    long patrol() {
        long nowNanos = time.nanos();
        long next = Attempt.NEVER;
        for (Slots.Slot slot : slots.all()) {
            next = Math.min(next, slot.patrol(nowNanos, this::isAbandoned));
        }
        return Math.min(next, reports.patrol(nowNanos));
    }

    private boolean isAbandoned(Attempt attempt, long nowNanos) {
        Attempt.Act act = attempt.patrol(nowNanos, settings.abandonGrace().toNanos(), time.now());
        if (act != Attempt.Act.ABANDONED) {
            return false;
        }
        Assignment assignment = attempt.assignment();
        LOG.warnf(
                "Task %s is abandoned: its handler '%s' ignored the interrupt for %s. Its thread is lost until the"
                        + " handler returns; mend the handler so that it ends when it is interrupted.",
                assignment.task(), assignment.handler(), settings.abandonGrace());
        reports.deliver(attempt);
        return true;
    }
}
