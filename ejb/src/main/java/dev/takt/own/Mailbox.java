package dev.takt.own;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has been said to an owner and not yet been heard. Bounded: who finds it full is told to come back later, so that
 * a flood costs the flooder and not the memory. Reports are bounded by what runs.
 */
final class Mailbox {
    /** How many tasks may wait to be accepted: about two seconds of work. */
    static final int TASKS_MAX = 20_000;

    /** How much text their payloads may have: a quarter of the smallest heap. */
    static final long PAYLOAD_CHARS_MAX = 64L << 20;

    /** How many cancellations and the like may wait. */
    static final int CONTROLS_MAX = 10_000;

    /** How much one round takes at most, so that a round stays in the tens of milliseconds; what triggers fire comes on top. */
    static final int ROUND_TASKS_MAX = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Request> submissions = new ArrayDeque<>();
    private final ArrayDeque<Request> controls = new ArrayDeque<>();
    private ArrayList<Request> reports = new ArrayList<>();
    private int tasks;
    private long payloadChars;
    private int allowance;
    private boolean woken;

    /** False when it is full. */
    boolean offer(Request.Submission submission) {
        long chars = payloadChars(submission);
        lock.lock();
        try {
            if (tasks > 0
                    && (tasks + submission.tasks().size() > TASKS_MAX || payloadChars + chars > PAYLOAD_CHARS_MAX)) {
                return false;
            }
            submissions.add(submission);
            tasks += submission.tasks().size();
            payloadChars += chars;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** False when it is full. */
    boolean offerControl(Request control) {
        lock.lock();
        try {
            if (controls.size() >= CONTROLS_MAX) {
                return false;
            }
            controls.add(control);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void offer(Request report) {
        lock.lock();
        try {
            reports.add(report);
            if (reports.size() == 1) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the present or next wait. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to arrive, at most until the time is over. */
    void await(long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (left > 0 && !hasMail()) {
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether something has arrived, or the wait was ended, since the last take. */
    boolean hasMail() {
        lock.lock();
        try {
            return woken || !submissions.isEmpty() || !controls.isEmpty() || !reports.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all there is, as far as one round can do it; an empty list when nothing has arrived. */
    List<Request> take() {
        return take(ROUND_TASKS_MAX);
    }

    /**
     * Takes what one round can do.
     *
     * @param more how many more submitted tasks may be taken; what is not used up now is left for the next call, so that
     *     the largest submission has its turn in time
     */
    List<Request> take(int more) {
        lock.lock();
        try {
            woken = false;
            ArrayList<Request> round = reports;
            reports = new ArrayList<>();
            round.addAll(controls);
            controls.clear();
            allowance = Math.min(ROUND_TASKS_MAX, allowance + more);
            while (!submissions.isEmpty()) {
                Request.Submission submission = (Request.Submission) submissions.peek();
                int size = submission.tasks().size();
                if (size > allowance && allowance < ROUND_TASKS_MAX) {
                    break;
                }
                submissions.poll();
                round.add(submission);
                tasks -= size;
                allowance = Math.max(0, allowance - size);
                payloadChars -= payloadChars(submission);
            }
            return round;
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks wait to be accepted. */
    int waitingTasks() {
        lock.lock();
        try {
            return tasks;
        } finally {
            lock.unlock();
        }
    }

    private static long payloadChars(Request.Submission submission) {
        long chars = 0;
        for (var task : submission.tasks()) {
            chars += task.payload() == null ? 0 : task.payload().length();
        }
        return chars;
    }
}
