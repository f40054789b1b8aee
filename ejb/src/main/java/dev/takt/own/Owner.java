package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.record.Leases;
import dev.takt.record.RecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Owns one pool whenever this node may: takes the lease, reigns until it is replaced or something fails, and tries again.
 * Runs in a thread of its own.
 */
final class Owner implements Runnable {
    private static final Logger LOG = Logger.getLogger(Owner.class);

    /** How often a node that is not the owner looks whether it can be. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** When a submitter who found the mailbox full should come back: about the time that it takes to empty. */
    private static final Duration FULL_RETRY_AFTER = Duration.ofSeconds(1);

    private final OwnerParts parts;
    private final String pool;
    private final Mailbox mailbox = new Mailbox();
    private final Standing standing = new Standing();
    private volatile EndedCounts ended = new EndedCounts();
    private volatile boolean reigning;
    private volatile boolean stopping;
    private volatile boolean sweepWanted;
    private volatile boolean settingsChanged;
    private volatile boolean triggersChanged;

    Owner(OwnerParts parts, String pool) {
        this.parts = parts;
        this.pool = pool;
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                OptionalLong epoch = parts.database()
                        .inTransaction(connection -> Leases.take(
                                connection,
                                pool,
                                parts.self().id(),
                                parts.self().name()));
                if (epoch.isPresent()) {
                    reign(epoch.getAsLong());
                } else {
                    pause();
                }
            } catch (Reign.Replaced replaced) {
                LOG.warn(replaced.getMessage());
            } catch (TaktException.Busy | RecordException failure) {
                LOG.errorf(
                        failure instanceof RecordException ? failure : null,
                        "Pool '%s' stands still: %s It is tried again.",
                        pool,
                        failure.getMessage());
                pause();
            } catch (RuntimeException failure) {
                LOG.errorf(failure, "Pool '%s' could not go on; it is loaded again from the record.", pool);
                pause();
            }
        }
        List<Request> left = takeAll();
        while (!left.isEmpty()) {
            Reign.giveBack(left, "This node stops; try again.");
            left = takeAll();
        }
    }

    private void reign(long epoch) {
        EndedCounts counts = new EndedCounts();
        PoolLoader.Loaded loaded = PoolLoader.load(parts.database(), pool, epoch, counts);
        ended = counts;
        Reign reign = new Reign(parts, epoch, loaded, counts, standing);
        LOG.infof(
                "This node owns pool '%s' in epoch %d; %d tasks of it are running.",
                pool, epoch, loaded.running().size());
        handOutAgain(reign, loaded.running());
        stopAgain(loaded.running());
        reigning = true;
        parts.workers().repeatReports(pool);
        try {
            boolean first = true;
            while (!stopping) {
                List<Request> requests = mailbox.take(first ? 0 : reign.waitNanos());
                boolean sweep = first || sweepWanted;
                sweepWanted = false;
                first = false;
                if (triggersChanged) {
                    triggersChanged = false;
                    reign.forgetTriggers();
                }
                boolean settings = settingsChanged;
                settingsChanged = false;
                roundOrGiveBack(reign, requests, sweep, settings);
            }
            reign.abdicate();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        } finally {
            reigning = false;
            standing.hide();
        }
    }

    private static void roundOrGiveBack(Reign reign, List<Request> requests, boolean sweep, boolean settings) {
        try {
            reign.round(requests, sweep, settings);
        } catch (RuntimeException | Error failure) {
            String why = "Whether this was done is not known: " + failure.getMessage()
                    + " Look, or submit again with the same key.";
            Reign.giveBack(requests, why);
            throw failure;
        }
    }

    /** Attempts that were committed for this node, but that its worker does not have: they were never handed out. */
    private void handOutAgain(Reign reign, List<Task> running) {
        List<Task> lost = new ArrayList<>();
        for (Task task : running) {
            if (task.node().equals(parts.self().id()) && !parts.workers().holds(task.node(), task.id(), task.token())) {
                lost.add(task);
            }
        }
        if (!lost.isEmpty()) {
            reign.start(lost);
        }
    }

    /** Cancellations that were committed, but of which the workers may not have been told. */
    private void stopAgain(List<Task> running) {
        for (Task task : running) {
            if (task.isCancelRequested()) {
                parts.workers().stop(task.node(), task.id(), task.token());
            }
        }
    }

    private void pause() {
        Reign.giveBack(takeAll(), "Pool '" + pool + "' has no owner here now; try again.");
        long until = System.nanoTime() + RETRY_NANOS;
        try {
            while (!stopping && System.nanoTime() < until) {
                Reign.giveBack(
                        mailbox.take(Math.max(1, until - System.nanoTime())),
                        "Pool '" + pool + "' has no owner here now; try again.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private List<Request> takeAll() {
        try {
            return mailbox.take(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
            return List.of();
        }
    }

    /** Whether this node owns the pool now, as far as it knows. */
    boolean isReigning() {
        return reigning;
    }

    /** @throws TaktException.Busy when too much waits already */
    void submit(Request.Submission submission) {
        if (!mailbox.offer(submission)) {
            throw full();
        }
    }

    /** @throws TaktException.Busy when too much waits already */
    void control(Request control) {
        if (!mailbox.offerControl(control)) {
            throw full();
        }
    }

    private TaktException.Busy full() {
        return TaktException.Busy.overloaded(
                "Pool '" + pool + "' has " + mailbox.waitingTasks()
                        + " submissions before yours that are not yet accepted " + "(the limit is " + Mailbox.TASKS_MAX
                        + "). Nothing was done; submit again in a second.",
                FULL_RETRY_AFTER);
    }

    boolean report(String node, AttemptReport report) {
        if (!reigning) {
            return false;
        }
        mailbox.offer(new Request.Report(node, report));
        return true;
    }

    /** There may be something new in the inbox, or other handlers. */
    void sweep() {
        sweepWanted = true;
        mailbox.wake();
    }

    void settingsChanged() {
        settingsChanged = true;
        mailbox.wake();
    }

    void triggersChanged() {
        triggersChanged = true;
        mailbox.wake();
    }

    /** The tick: a round takes place even if nothing is said. */
    void wake() {
        mailbox.wake();
    }

    void stop() {
        stopping = true;
        mailbox.wake();
    }

    Standing.Picture picture() {
        return standing.picture();
    }

    EndedCounts ended() {
        return ended;
    }

    String pool() {
        return pool;
    }
}
