package dev.takt.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** The node's slots: threads that take attempts from the line, one after the other. */
final class Slots {
    private static final Logger LOG = Logger.getLogger(Slots.class);

    private final WorkerSettings settings;
    private final ThreadFactory threads;
    private final BlockingQueue<Attempt> line;
    private final NodeTerm term;
    private final Predicate<Attempt> perform;

    private final List<Slot> open = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    /** Abandoned threads that were replaced, and those that were not; changed under this object's lock. */
    private volatile int replaced;

    private volatile int missing;

    /**
     * @param term during which attempts may begin
     * @param perform performs an attempt; false when it was abandoned meanwhile
     */
    Slots(
            WorkerSettings settings,
            ThreadFactory threads,
            BlockingQueue<Attempt> line,
            NodeTerm term,
            Predicate<Attempt> perform) {
        this.settings = settings;
        this.threads = threads;
        this.line = line;
        this.term = term;
        this.perform = perform;
    }

    void open() {
        for (int i = 0; i < settings.slots(); i++) {
            addThread();
        }
    }

    private void addThread() {
        Slot slot = new Slot();
        slot.thread = threads.newThread(slot);
        open.add(slot);
        slot.thread.start();
    }

    synchronized void close() {
        closed = true;
        for (Slot slot : open) {
            slot.thread.interrupt();
        }
    }

    /** Waits for the threads' end after {@link #close()}, at most so long. */
    void awaitEnd(Duration limit) {
        long endNanos = System.nanoTime() + limit.toNanos();
        try {
            for (Slot slot : open) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                slot.thread.join(Math.max(1, leftMillis));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    int usable() {
        return settings.slots() - missing;
    }

    int stuck() {
        return replaced + missing;
    }

    List<Slot> all() {
        return open;
    }

    /** Writes a thread off after its attempt was abandoned, and replaces it if the bound allows. */
    private synchronized void writeOff(Slot slot) {
        if (closed) {
            return;
        }
        slot.current = null;
        if (replaced < settings.replacedMax()) {
            slot.retired = true;
            open.remove(slot);
            replaced++;
            addThread();
        } else {
            missing++;
        }
    }

    /** A thread came back from an attempt that was abandoned. */
    private synchronized void cameBack(Slot slot) {
        if (slot.retired) {
            replaced--;
        } else {
            missing--;
        }
    }

    /** One thread and what it does now. */
    final class Slot implements Runnable {
        private Thread thread;
        private volatile Attempt current;
        /** Set when another thread has taken its place. */
        private volatile boolean retired;

        Attempt current() {
            return current;
        }

        /**
         * Lets the watchdog act on what runs here.
         *
         * @return when to come again
         */
        long patrol(long nowNanos, Watchdog.Patrol patrol) {
            Attempt attempt = current;
            if (attempt == null) {
                return Attempt.NEVER;
            }
            // The lock keeps a handler that comes back at this moment from being counted before it is written off.
            synchronized (Slots.this) {
                if (patrol.isAbandoned(attempt, nowNanos)) {
                    writeOff(this);
                }
            }
            return attempt.actAtNanos();
        }

        @Override
        public void run() {
            while (!closed && !retired) {
                Attempt attempt;
                try {
                    attempt = line.take();
                } catch (InterruptedException e) {
                    // Either the node shuts down, which the loop's condition sees, or it is a stray one.
                    continue;
                }
                current = attempt;
                awaitTerm();
                if (closed) {
                    return;
                }
                if (performed(attempt)) {
                    current = null;
                } else {
                    cameBack(this);
                }
            }
        }

        private void awaitTerm() {
            while (!closed) {
                try {
                    term.await();
                    return;
                } catch (InterruptedException e) {
                    // As above.
                    continue;
                }
            }
        }

        /** A defect on the way must not cost the slot. */
        private boolean performed(Attempt attempt) {
            try {
                return perform.test(attempt);
            } catch (Throwable defect) {
                LOG.errorf(
                        "The slot failed around task %s and goes on with the next: %s",
                        attempt.assignment().task(), Text.trace(defect));
                // Whoever wrote the thread off has taken the attempt away from it.
                synchronized (Slots.this) {
                    return current == attempt;
                }
            }
        }
    }
}
