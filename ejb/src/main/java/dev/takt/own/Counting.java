package dev.takt.own;

import dev.takt.core.pool.PoolMachine;
import dev.takt.own.PoolRecord.Counter;
import dev.takt.own.PoolRecord.Counts;
import dev.takt.work.WorkerTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Counts once, for people, how many tasks wait in a pool, soon after its reign has begun; the machine counts on from there.
 * Nothing that the owner does waits for it: another thread waits for the connection and for the answer, and the owner only
 * says, between two rounds, which moment is counted. For the owner's thread.
 */
final class Counting {
    private static final Logger LOG = Logger.getLogger(Counting.class);

    /** A reign begins with what a lost node ran: counting millions of rows beside that would hold it up. */
    private static final long BEGIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How often it is looked at whether the other thread has come further. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What failed once is likely to fail again at once. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PoolRecord record;
    private final PoolMachine machine;
    private final WorkerTime time;
    private final Executor executor;
    private CompletableFuture<Counter> opening;
    private CompletableFuture<Counts> counting;
    private long beginAtNanos;
    private boolean done;

    Counting(OwnerParts parts, PoolMachine machine) {
        this.record = parts.record();
        this.time = parts.time();
        this.executor = parts.counts();
        this.machine = machine;
        this.beginAtNanos = time.nanos() + BEGIN_AFTER_NANOS;
    }

    /** Goes one step on if it can. */
    void goOn() {
        if (done || time.nanos() < beginAtNanos) {
            return;
        }
        try {
            if (opening == null) {
                opening = CompletableFuture.supplyAsync(record::counter, executor);
            } else if (counting == null && opening.isDone()) {
                Counter counter = opening.join();
                counter.fix();
                machine.countFromNow();
                String pool = machine.settings().name();
                counting = CompletableFuture.supplyAsync(() -> counter.count(pool), executor);
            } else if (counting != null && counting.isDone()) {
                Counts counts = counting.join();
                machine.count(counts.ready(), counts.scheduled());
                done = true;
            }
        } catch (RuntimeException failure) {
            LOG.warnf(
                    "The tasks that wait in pool '%s' could not be counted; it is tried again: %s",
                    machine.settings().name(), failure.getMessage());
            close();
            opening = null;
            counting = null;
            beginAtNanos = time.nanos() + RETRY_NANOS;
        }
    }

    /** How long the owner may wait for requests before the next step. */
    long waitNanos() {
        if (done) {
            return Long.MAX_VALUE;
        }
        return opening == null ? beginAtNanos - time.nanos() : LOOK_NANOS;
    }

    /** The reign is over: what is held for counting is given back, now or as soon as it is had. */
    void close() {
        if (opening != null && counting == null) {
            opening.thenAccept(Counter::close);
        }
    }
}
