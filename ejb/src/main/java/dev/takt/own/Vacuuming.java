package dev.takt.own;

import dev.takt.work.WorkerTime;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Has the record free the room of tasks that have ended, sooner than the database would by itself: PostgreSQL's autovacuum
 * looks once a minute, in which a busy owner leaves hundreds of megabytes behind. One serves all owners of a node, in a
 * thread of its own.
 */
final class Vacuuming {
    private static final Logger LOG = Logger.getLogger(Vacuuming.class);

    /** After how many ends: some 20 MB, and 10 to 30 ms of the database's work. */
    private static final long ENDS_MIN = 50_000;

    /** For how many times as long as the latest took there is none: one that finds millions of tasks waiting takes seconds. */
    private static final int REST_TIMES = 20;

    private final Runnable work;
    private final WorkerTime time;
    private final Executor executor;
    private final AtomicLong ends = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long restsUntilNanos;

    /** @param work frees the room, and may take long */
    Vacuuming(Runnable work, WorkerTime time, Executor executor) {
        this.work = work;
        this.time = time;
        this.executor = executor;
        this.restsUntilNanos = time.nanos();
    }

    /** So many tasks more have ended. */
    void ended(int tasks) {
        boolean due = ends.addAndGet(tasks) >= ENDS_MIN && time.nanos() - restsUntilNanos >= 0;
        if (due && busy.compareAndSet(false, true)) {
            ends.set(0);
            executor.execute(this::vacuum);
        }
    }

    private void vacuum() {
        long began = time.nanos();
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warnf("The room of ended tasks could not be freed; autovacuum will, in time: %s", failure.getMessage());
        } finally {
            long now = time.nanos();
            restsUntilNanos = now + REST_TIMES * (now - began);
            busy.set(false);
        }
    }
}
