package dev.takt.own;

import dev.takt.cluster.PoolSnapshot.QueueDepth;
import dev.takt.core.node.PoolNode;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.queue.TaskQueue;
import dev.takt.work.WorkerTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a pool stands, for whoever looks: a picture that the owner renews a few times a second. */
final class Standing {
    /** How old the picture may be. */
    private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Of a pool that is not owned here. */
    static final Picture NOTHING = new Picture(0, Map.of(), 0, 0, 0);

    private final WorkerTime time;
    private volatile Picture picture = NOTHING;
    private long shownNanos;
    private long started;
    private long startedBefore;
    private double startsPerSecond;
    private long refusedReports;
    private boolean stale;

    Standing(WorkerTime time) {
        this.time = time;
        this.shownNanos = time.nanos() - RENEW_NANOS;
    }

    /** @param epoch 0 when this node does not own the pool */
    record Picture(
            long epoch, Map<String, QueueDepth> queues, int slots, double startsPerSecond, long refusedReports) {}

    /** Of a node that drains only those in use: the others are nobody's to count on. */
    private static int slots(PoolNode node) {
        return node.facts().draining() ? Math.min(node.slots(), node.tasks().size()) : node.slots();
    }

    void show(PoolMachine machine, long epoch, Decision latest) {
        started += latest.started().size();
        refusedReports += latest.refused().size();
        long now = time.nanos();
        if (now - shownNanos < RENEW_NANOS && latest.audited().isEmpty()) {
            stale = stale || latest.changesRecord();
            return;
        }
        stale = false;
        double seconds = (now - shownNanos) / 1e9;
        // A mean over some seconds: the picture's own rate would flicker.
        double weight = Math.min(1, seconds / 5);
        startsPerSecond += weight * ((started - startedBefore) / seconds - startsPerSecond);
        startedBefore = started;
        shownNanos = now;
        Map<String, QueueDepth> queues = new LinkedHashMap<>();
        for (TaskQueue queue : machine.queues()) {
            // Below 0 while it is not yet counted how many there were when the reign began.
            queues.put(
                    queue.name(),
                    new QueueDepth(Math.max(0, queue.waiting()), Math.max(0, queue.scheduled()), queue.running()));
        }
        int slots = machine.nodes().stream().mapToInt(Standing::slots).sum();
        picture = new Picture(epoch, queues, slots, startsPerSecond, refusedReports);
    }

    /** How long until the picture should be renewed because something has changed since; {@link Long#MAX_VALUE} if not. */
    long renewalNanos() {
        return stale ? Math.max(0, RENEW_NANOS - (time.nanos() - shownNanos)) : Long.MAX_VALUE;
    }

    /** The pool is not owned here any more. */
    void hide() {
        picture = new Picture(0, Map.of(), 0, 0, refusedReports);
    }

    Picture picture() {
        return picture;
    }
}
