package dev.takt.cluster;

import dev.takt.api.TaktException;
import dev.takt.record.Contact;
import dev.takt.record.NodeRows;
import dev.takt.work.Line;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A node among the others, as the record sees it: it reports again and again, and when the group loses another node it
 * watches that one's reports until they end or go on. One thread reports at a time; any may watch.
 */
public final class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);

    /** How often a node reports itself: often enough that one that has stopped is noticed at once. */
    private static final long REPORT_MILLIS = 400;

    /** For how long after a report nobody takes this node for dead; a little less than their term, as clocks differ. */
    private static final long BELIEVED_NANOS = TimeUnit.MILLISECONDS.toNanos(NodeRows.LOST_TERM_MILLIS - 50);

    /** After how long without a report others may have taken this node for gone, though the group has not lost it. */
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(NodeRows.TERM_SECONDS * 1_000L - 200);

    /** How long what was on its way to a node that stood still takes to come in. */
    private static final long SETTLE_MILLIS = 100;

    /** How soon a report that failed is made again: within the time for which a lost node is believed without one. */
    private static final long REPORT_AGAIN_MILLIS = 100;

    /** How often a lost node's reports are looked at, and how many times. */
    private static final long WATCH_MILLIS = 80;

    private static final int WATCHES_MAX = 20;

    /** What the record keeps of nodes. Each method may throw {@link TaktException.Busy} when it is out of reach. */
    public interface Roll {
        /** Notes that this node is there; false when the record takes it for gone. */
        boolean renew();

        /** Takes this node back; false when it may not come back, since a later life of the same server has begun. */
        boolean comeBack();

        /** Marks a node as gone when it has stopped to report; whether it is gone. */
        boolean bury(String node);

        /** Whether a node is marked as gone. */
        boolean isGone(String node);
    }

    /** What a report met with. */
    public enum Met {
        HEARD,
        /** The record had taken this node for dead. */
        BACK,
        /** Another life of this server has taken its place. */
        REPLACED
    }

    /** Does something later. */
    public interface Timer {
        void after(long millis, Runnable action);

        /** Has the present thread wait. */
        void pause(long millis);
    }

    private final Roll roll;
    private final Line line;
    private final LongSupplier nanos;
    private final Timer timer;
    private final Contact contact;

    /** How many more times each lost node is looked at. */
    private final Map<String, Integer> watched = new ConcurrentHashMap<>();

    private long reportedNanos;

    /** Whether the record had taken this node for gone, and what waits here has not been dropped since. */
    private boolean takenForGone;

    /**
     * @param line what waits on this node, and may begin only while others believe in it
     * @param nanos the worker's clock, in nanoseconds
     */
    public Presence(Roll roll, Line line, LongSupplier nanos, Timer timer) {
        this.roll = roll;
        this.line = line;
        this.nanos = nanos;
        this.timer = timer;
        this.contact = new Contact(nanos.getAsLong(), NodeRows.CONTACT_BREAK_NANOS);
    }

    /**
     * The record has this node since a moment.
     *
     * @param atNanos before the record was asked: others reckon from a later one
     */
    public void heard(long atNanos) {
        reportedNanos = atNanos;
        line.beginUntil(atNanos + BELIEVED_NANOS);
    }

    /** Says that this node is there. */
    public Met report() {
        if (isSilent()) {
            timer.pause(SETTLE_MILLIS);
        }
        long atNanos = nanos.getAsLong();
        boolean known = roll.renew();
        contact.made(nanos.getAsLong());
        boolean back = known;
        if (!known) {
            // Remembered, since whether it came back may not be known either.
            takenForGone = true;
            line.beginUntil(atNanos);
            timer.pause(SETTLE_MILLIS);
            atNanos = nanos.getAsLong();
            back = roll.comeBack();
        }
        boolean wasGone = takenForGone;
        // Only now: what was on its way from those who took this node for gone has come in.
        if (wasGone || isSilent()) {
            line.forgetWaiting();
            takenForGone = false;
        }
        if (!back) {
            return Met.REPLACED;
        }
        heard(atNanos);
        return wasGone ? Met.BACK : Met.HEARD;
    }

    private boolean isSilent() {
        return nanos.getAsLong() - reportedNanos >= SILENT_NANOS;
    }

    /** How long to wait before the next report, in milliseconds, when the latest was heard or failed. */
    public static long pauseMillis(boolean heard) {
        return heard ? REPORT_MILLIS : REPORT_AGAIN_MILLIS;
    }

    /**
     * Watches a node that the group has lost, until the record says that it is gone or it turns out to be only cut off.
     * One that is lost again while it is watched is watched for longer, not twice.
     *
     * @param gone called when the node is gone
     */
    public void watch(String node, Runnable gone) {
        if (watched.put(node, WATCHES_MAX) == null) {
            look(node, gone);
        }
    }

    private void look(String node, Runnable gone) {
        if (isGone(node)) {
            watched.remove(node);
            LOG.warnf("Node %s is gone.", node);
            gone.run();
        } else if (watched.computeIfPresent(node, (watch, left) -> left > 0 ? left - 1 : null) != null) {
            timer.after(WATCH_MILLIS, () -> look(node, gone));
        } else {
            LOG.warnf("Node %s cannot be reached, but goes on reporting: it is cut off from this one.", node);
        }
    }

    private boolean isGone(String node) {
        try {
            // Only who was heard all the time may conclude from another's silence.
            boolean believable = contact.hasLasted(NodeRows.BURY_CONTACT_NANOS, nanos.getAsLong());
            return believable ? roll.bury(node) : roll.isGone(node);
        } catch (RuntimeException unreachable) {
            // Whatever it was, the next look may find the record again.
            LOG.infof("Whether node %s is gone cannot be seen now: %s", node, unreachable.getMessage());
            return false;
        }
    }
}
