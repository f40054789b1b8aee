package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.cluster.Courier;
import dev.takt.cluster.Message;
import dev.takt.core.node.NodeFacts;
import dev.takt.record.Leases;
import dev.takt.record.RecordException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Owns one pool whenever this node may: stands for election, reigns until it is replaced, gives the pool to a better
 * owner, or something fails; then it stands again. {@link #step} does all of it; {@link #run} is the thread around it.
 */
final class Owner implements Runnable {
    private static final Logger LOG = Logger.getLogger(Owner.class);

    /** How often a node that is not the owner looks whether it can be, when nobody tells it. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    /** How soon a failed reign is begun again. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long the others leave a pool without owner to the preferred one: some round trips to the database. */
    private static final long COURTESY_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    /** How soon one who waits out of courtesy looks again. */
    private static final long COURTESY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** When a submitter who found the mailbox full should come back: about the time that it takes to empty. */
    private static final Duration FULL_RETRY_AFTER = Duration.ofSeconds(1);

    private final OwnerParts parts;
    private final String pool;
    private final Mailbox mailbox = new Mailbox();
    private final Standing standing;
    private volatile EndedCounts ended = new EndedCounts();
    private volatile String owner;
    private volatile boolean reigning;
    private volatile long epoch;
    private volatile long heardEpoch;
    private volatile boolean stopping;
    private volatile boolean sweepWanted;
    private volatile boolean settingsChanged;
    private volatile boolean triggersChanged;
    private volatile boolean lookWanted;
    private Reign reign;
    private long lookAtNanos;
    private long claimableSinceNanos = Long.MAX_VALUE;

    /** The epoch that this node took and has not given up, though its reign may have failed; 0 when there is none. */
    private long heldEpoch;

    private volatile long replaced;

    Owner(OwnerParts parts, String pool) {
        this.parts = parts;
        this.pool = pool;
        this.standing = new Standing(parts.time());
        this.lookAtNanos = parts.time().nanos();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                mailbox.await(step());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Does what there is to do, and says how many nanoseconds may pass until the next step if nothing arrives. */
    long step() {
        try {
            return reign == null ? stand() : reignOn();
        } catch (Reign.Replaced over) {
            return dethrone(0);
        } catch (Reign.Outdated again) {
            LOG.info(again.getMessage());
            return dethrone(0);
        } catch (TaktException.Busy | RecordException failure) {
            LOG.errorf(
                    failure instanceof RecordException ? failure : null,
                    "Pool '%s' stands still: %s It is tried again.",
                    pool,
                    failure.getMessage());
            return dethrone(RETRY_NANOS);
        } catch (RuntimeException failure) {
            if (isReplaced()) {
                // Its machine ran behind the record, which others write: no wonder that they disagree.
                return dethrone(0);
            }
            LOG.errorf(failure, "Pool '%s' could not go on; it is loaded again from the record.", pool);
            return dethrone(RETRY_NANOS);
        }
    }

    /** Looks whether this node may own the pool, and takes it if so. */
    private long stand() {
        Reign.giveBack(mailbox.take(), "Pool '" + pool + "' has no owner here now; try again.");
        long now = parts.time().nanos();
        if (now < lookAtNanos && !lookWanted) {
            return lookAtNanos - now;
        }
        lookWanted = false;
        Leases.Lease lease = parts.record().lease(pool);
        owner = lease == null || lease.over() ? null : lease.owner();
        if (lease != null && heldEpoch != 0 && lease.epoch() > heldEpoch) {
            replaced++;
            LOG.warnf("Another node has taken pool '%s' over; epoch %d is over.", pool, heldEpoch);
            heldEpoch = 0;
        }
        long patience = lease == null ? LOOK_NANOS : patience(lease, now);
        if (patience > 0) {
            lookAtNanos = now + patience;
            return patience;
        }
        OptionalLong epoch =
                parts.record().take(pool, parts.self().id(), parts.self().name());
        if (epoch.isEmpty()) {
            lookAtNanos = now + COURTESY_LOOK_NANOS;
            return COURTESY_LOOK_NANOS;
        }
        claimableSinceNanos = Long.MAX_VALUE;
        begin(epoch.getAsLong());
        return reignOn();
    }

    /** How long to leave a lease alone; 0 when it should be taken now. */
    private long patience(Leases.Lease lease, long now) {
        boolean earlierLife = parts.self().name().equals(lease.ownerName());
        if (!lease.over() && !earlierLife) {
            claimableSinceNanos = Long.MAX_VALUE;
            return LOOK_NANOS;
        }
        claimableSinceNanos = Math.min(claimableSinceNanos, now);
        if (now - claimableSinceNanos >= COURTESY_NANOS) {
            return 0;
        }
        List<NodeFacts> nodes = parts.record().read(PoolRecord.Reading::nodes);
        String preferred = Succession.preferred(pool, nodes);
        return preferred == null || preferred.equals(parts.self().name()) ? 0 : COURTESY_LOOK_NANOS;
    }

    private void begin(long taken) {
        epoch = taken;
        heldEpoch = taken;
        EndedCounts counts = new EndedCounts();
        PoolLoader.Loaded loaded = PoolLoader.load(parts.record(), pool, epoch, counts);
        ended = counts;
        reign = new Reign(parts, epoch, loaded, counts, standing, this::tellOfLoss);
        LOG.infof(
                "This node owns pool '%s' in epoch %d; %d tasks of it are running.",
                pool, epoch, loaded.running().size());
        owner = parts.self().id();
        reigning = true;
        sweepWanted = true;
        reign.begin();
    }

    private long reignOn() {
        List<Request> requests = mailbox.take(reign.appetite());
        boolean sweep = sweepWanted;
        sweepWanted = false;
        if (triggersChanged) {
            triggersChanged = false;
            reign.forgetTriggers();
        }
        boolean settings = settingsChanged;
        settingsChanged = false;
        try {
            reign.round(requests, sweep, settings);
        } catch (RuntimeException | Error failure) {
            String why = "Whether this was done is not known: " + failure.getMessage()
                    + " Look, or submit again with the same key.";
            Reign.giveBack(requests, why);
            throw failure;
        }
        String successor = reign.successor();
        if (successor != null) {
            LOG.infof("Pool '%s' is handed over to node %s, which ought to own it.", pool, successor);
            reign.abdicate();
            heldEpoch = 0;
            parts.workers().handOver(pool, successor);
            return dethrone(LOOK_NANOS);
        }
        return reign.waitNanos();
    }

    private void tellOfLoss(String node) {
        LOG.warnf("Node %s is gone; what it ran of pool '%s' is started again elsewhere.", node, pool);
    }

    /** Whether the record says that another owns the pool than the one who reigns here. */
    private boolean isReplaced() {
        try {
            return reign != null && parts.record().lease(pool).epoch() != epoch;
        } catch (TaktException.Busy | RecordException unreachable) {
            return false;
        }
    }

    /** Drops the reign, if there is one; the record has all that counts. */
    private long dethrone(long pauseNanos) {
        if (reign != null) {
            reign.end();
            reign = null;
        }
        reigning = false;
        owner = null;
        standing.hide();
        lookAtNanos = parts.time().nanos() + pauseNanos;
        return pauseNanos;
    }

    /** Ends all: gives the pool up, and tells those who wait. */
    void end() {
        stopping = true;
        try {
            if (reign != null) {
                reign.abdicate();
            }
        } catch (TaktException.Busy | RecordException unreachable) {
            LOG.infof("Pool '%s' could not be given up: %s", pool, unreachable.getMessage());
        }
        dethrone(0);
        List<Request> left = mailbox.take();
        while (!left.isEmpty()) {
            Reign.giveBack(left, "This node stops; try again.");
            left = mailbox.take();
        }
    }

    /** Whether this node owns the pool now, as far as it knows. */
    boolean isReigning() {
        return reigning;
    }

    /** The id of the node that owns the pool, as far as is known here; null when it is not. */
    String owner() {
        return owner;
    }

    /** Tells another node that this one owns the pool, if so. */
    void sayWhetherReigning(String node, Courier courier) {
        if (reigning) {
            courier.send(node, new Message.Reigns(pool, epoch));
        }
    }

    /** Another node says that it owns the pool now. */
    void heardOf(String node, long itsEpoch) {
        if (!reigning && itsEpoch >= heardEpoch) {
            owner = node;
            heardEpoch = itsEpoch;
        }
    }

    /** A node has left: if it was the owner, the pool may be free. */
    void heardOfLoss(String node) {
        if (node.equals(owner)) {
            look();
        }
        sweep();
    }

    /** The pool may be free: looks at once. */
    void look() {
        lookWanted = true;
        mailbox.wake();
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

    /** What a worker says; false when this node does not own the pool. */
    boolean hear(Request fromWorker) {
        if (!reigning) {
            return false;
        }
        mailbox.offer(fromWorker);
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

    /** Whether somebody has said something since the last step began. */
    boolean hasMail() {
        return mailbox.hasMail();
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

    /** How often this node was replaced as the owner by another without having given the pool up. */
    long replaced() {
        return replaced;
    }

    String pool() {
        return pool;
    }
}
