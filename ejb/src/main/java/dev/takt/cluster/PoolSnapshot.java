package dev.takt.cluster;

import dev.takt.api.TaskState;
import java.util.Map;

/**
 * A pool as its owner last said.
 *
 * @param owner the id of the owning node, its incarnation
 * @param ownerName the owning server's name
 * @param epoch the epoch of that ownership; of two snapshots the later epoch counts
 * @param slots of all nodes in the pool; of one that drains only those in use
 * @param startsPerSecond a mean over some seconds
 * @param refusedReports reports of attempts that were not the latest of their task, since the owner's node started
 * @param ended all tasks of the pool that ever ended, by state
 * @param endedByMinute those of the last hour, by minute since 1970 and by state
 */
public record PoolSnapshot(
        String pool,
        String owner,
        String ownerName,
        long epoch,
        Map<String, QueueDepth> queues,
        int slots,
        double startsPerSecond,
        long refusedReports,
        Map<TaskState, Long> ended,
        Map<Long, Map<TaskState, Long>> endedByMinute) {

    /**
     * A queue's tasks.
     *
     * @param waiting those that are READY
     * @param scheduled those that are due later
     */
    public record QueueDepth(long waiting, long scheduled, int running) {
        /** Of a queue that nobody serves yet. */
        public static final QueueDepth NONE = new QueueDepth(0, 0, 0);
    }
}
