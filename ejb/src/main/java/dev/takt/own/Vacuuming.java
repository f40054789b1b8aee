package dev.takt.own;

import dev.takt.work.WorkerTime;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Has the record free the room of tasks that have ended, sooner than the database would by itself: PostgreSQL's autovacuum
 * looks once a minute, in which a busy owner leaves hundreds of megabytes behind. Another thread does it. For the owner's
 * thread.
 */
final class Vacuuming {
    private static final Logger LOG = Logger.getLogger(Vacuuming.class);

    /** After how many ends: some 20 MB, and 10 to 30 ms of the database's work. */
    private static final long ENDED = 50_000;

    /** For how many times as long as the latest took there is none: one that finds millions of tasks waiting takes seconds. */
    private static final int REST = 20;

    private final Runnable work;
    private final WorkerTime time;
    private final Executor executor;
    private long ended;
    private volatile boolean busy;
    private volatile long restedAtNanos;

    /** @param work frees the room, and may take long */
    Vacuuming(Runnable work, WorkerTime time, Executor executor) {
        this.work = work;
        this.time = time;
        this.executor = executor;
        this.restedAtNanos = time.nanos();
    }

    /** So many tasks have ended since it was called last. */
    void ended(int tasks) {
        ended += tasks;
        if (ended >= ENDED && !busy && time.nanos() - restedAtNanos >= 0) {
            ended = 0;
            busy = true;
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
            restedAtNanos = now + REST * (now - began);
            busy = false;
        }
    }
}
