package dev.takt.work;

import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import java.time.Instant;

/** One attempt on this node, from the line to its one end. Its lock decides who ends it. */
final class Attempt {
    /** "Not before the end of time": nothing is to be done about the attempt. */
    static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        WAITING,
        RUNNING,
        ENDED
    }

    /** What the watchdog did with an attempt. */
    enum Act {
        NOTHING,
        INTERRUPTED,
        ABANDONED
    }

    private final Assignment assignment;
    private final AttemptLog log = new AttemptLog();
    private volatile Progress progress = Progress.NONE;
    private volatile boolean cancelling;
    /** When the watchdog must look at it next, in nanoseconds of the worker's time. */
    private volatile long actAtNanos = NEVER;

    private volatile AttemptReport report;
    /** When the report was last offered, in nanoseconds of the worker's time. */
    private volatile long offeredAtNanos;

    private volatile boolean refused;

    private Phase phase = Phase.WAITING;
    private Thread thread;
    private volatile Instant startedAt;
    private long timeoutAtNanos = NEVER;
    private volatile long sliceEndsAtNanos = NEVER;
    private volatile boolean askedToYield;
    private boolean interrupted;
    private boolean timedOut;
    private boolean noticed;

    private record Progress(int percent, String message) {
        static final Progress NONE = new Progress(-1, null);
    }

    Attempt(Assignment assignment) {
        this.assignment = assignment;
    }

    Assignment assignment() {
        return assignment;
    }

    AttemptRef ref() {
        return new AttemptRef(assignment.task(), assignment.token());
    }

    AttemptLog log() {
        return log;
    }

    Instant startedAt() {
        return startedAt;
    }

    long actAtNanos() {
        return actAtNanos;
    }

    /** What to tell the owner; null until it has ended. */
    AttemptReport report() {
        return report;
    }

    long offeredAtNanos() {
        return offeredAtNanos;
    }

    /** Whether its report was refused, and so stands in line to be offered again. */
    boolean isRefused() {
        return refused;
    }

    void offered(long atNanos, boolean taken) {
        offeredAtNanos = atNanos;
        refused = !taken;
    }

    void progress(int percent, String message) {
        progress = new Progress(percent, message);
    }

    boolean isCancelling() {
        return cancelling;
    }

    /** The handler looks whether it should stop. */
    synchronized boolean noticeCancellation() {
        noticed |= cancelling;
        return cancelling;
    }

    /** The node wants the slot back. */
    void askToYield() {
        askedToYield = true;
    }

    boolean shouldYield(long nowNanos) {
        return askedToYield || (sliceEndsAtNanos != NEVER && nowNanos >= sliceEndsAtNanos);
    }

    Running running() {
        Progress seen = progress;
        return new Running(
                assignment.task(),
                assignment.token(),
                assignment.attempt(),
                assignment.pool(),
                assignment.queue(),
                assignment.job(),
                assignment.handler(),
                startedAt,
                seen.percent(),
                seen.message(),
                cancelling);
    }

    /** Starts on the present thread; false when it was ended while it stood in the line. */
    synchronized boolean begin(long nowNanos, Instant now) {
        if (phase != Phase.WAITING) {
            return false;
        }
        phase = Phase.RUNNING;
        thread = Thread.currentThread();
        startedAt = now;
        if (assignment.timeoutMillis() > 0) {
            timeoutAtNanos = nowNanos + assignment.timeoutMillis() * 1_000_000;
            actAtNanos = timeoutAtNanos;
        }
        if (assignment.sliceMillis() > 0) {
            sliceEndsAtNanos = nowNanos + assignment.sliceMillis() * 1_000_000;
        }
        return true;
    }

    /** Ends it without a word if it stands in the line; whether it did. */
    synchronized boolean forget() {
        if (phase != Phase.WAITING) {
            return false;
        }
        phase = Phase.ENDED;
        return true;
    }

    /**
     * Asks it to stop.
     *
     * @return true when it stood in the line and so has ended by this
     */
    synchronized boolean cancel(long nowNanos, long graceNanos, Instant now) {
        if (phase == Phase.ENDED || cancelling) {
            return false;
        }
        cancelling = true;
        if (phase == Phase.WAITING) {
            startedAt = now;
            end(AttemptOutcome.CANCELLED, null, "Cancelled before a slot was free.", false, now);
            return true;
        }
        if (!interrupted) {
            actAtNanos = Math.min(timeoutAtNanos, nowNanos + graceNanos);
        }
        return false;
    }

    /** Does what time has come for: first the interrupt, later the abandonment. */
    synchronized Act patrol(long nowNanos, long abandonGraceNanos, Instant now) {
        if (phase != Phase.RUNNING || nowNanos < actAtNanos) {
            return Act.NOTHING;
        }
        if (!interrupted) {
            interrupted = true;
            timedOut = !cancelling;
            actAtNanos = nowNanos + abandonGraceNanos;
            thread.interrupt();
            return Act.INTERRUPTED;
        }
        // A second interrupt, in case the first was swallowed: it may free the thread after all.
        thread.interrupt();
        String fate = "The handler did not end within " + abandonGraceNanos / 1_000_000
                + " ms of its interrupt and was abandoned; it may still be at work on its node.";
        if (timedOut) {
            end(AttemptOutcome.TIMED_OUT, null, timeoutMessage() + " " + fate, true, now);
        } else {
            end(AttemptOutcome.CANCELLED, null, "Cancelled. " + fate, false, now);
        }
        return Act.ABANDONED;
    }

    /** The handler returned; false when it was too late. */
    synchronized boolean succeeded(String result, Instant now) {
        if (phase == Phase.ENDED) {
            return false;
        }
        if (timedOut) {
            end(AttemptOutcome.TIMED_OUT, null, timeoutMessage(), true, now);
        } else if (cancelling && (noticed || interrupted)) {
            end(AttemptOutcome.CANCELLED, null, "Cancelled; the handler ended when it was told.", false, now);
        } else {
            end(AttemptOutcome.SUCCEEDED, result, null, false, now);
        }
        return true;
    }

    /** The handler gave its slot back with work left; false when it was too late. */
    synchronized boolean yielded(String checkpoint, Instant now) {
        if (phase == Phase.ENDED) {
            return false;
        }
        if (timedOut) {
            end(AttemptOutcome.TIMED_OUT, null, timeoutMessage(), true, now);
        } else if (cancelling) {
            end(AttemptOutcome.CANCELLED, null, "Cancelled; the handler yielded.", false, now);
        } else {
            end(AttemptOutcome.YIELDED, checkpoint, null, false, now);
        }
        return true;
    }

    /** The handler threw; false when it was too late. */
    synchronized boolean failed(String error, boolean retryable, Instant now) {
        if (phase == Phase.ENDED) {
            return false;
        }
        if (timedOut) {
            end(AttemptOutcome.TIMED_OUT, null, timeoutMessage() + "\n" + error, true, now);
        } else if (cancelling) {
            end(AttemptOutcome.CANCELLED, null, "Cancelled; the handler ended with:\n" + error, false, now);
        } else {
            end(AttemptOutcome.FAILED, null, error, retryable, now);
        }
        return true;
    }

    private String timeoutMessage() {
        return "Timed out after " + assignment.timeoutMillis() + " ms.";
    }

    private void end(AttemptOutcome outcome, String result, String error, boolean retryable, Instant now) {
        phase = Phase.ENDED;
        thread = null;
        actAtNanos = NEVER;
        report = new AttemptReport(
                assignment.task(), assignment.token(), outcome, result, error, retryable, log.text(), startedAt, now);
    }
}
