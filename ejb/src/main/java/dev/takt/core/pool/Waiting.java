package dev.takt.core.pool;

import dev.takt.core.queue.Line;
import dev.takt.core.queue.TaskQueue;
import dev.takt.core.task.Task;

/**
 * Why a task does not run.
 *
 * @param reason the first thing that would have to change
 * @param ahead how many tasks of its queue are known to go before it; 0 unless it is READY
 * @param more whether there are others before it which are not held in memory
 * @param dueMicros when it comes due; 0 unless {@link Reason#NOT_DUE}
 */
public record Waiting(Reason reason, long ahead, boolean more, long dueMicros) {
    /** What a task waits for. */
    public enum Reason {
        /** It runs or has ended. */
        DOES_NOT_WAIT,
        /** It waits for others to end. */
        BLOCKED,
        /** It waits for a second person's consent. */
        AWAITING_APPROVAL,
        /** Its time, or the end of its retry wait, has not come. */
        NOT_DUE,
        /** Its queue is paused. */
        QUEUE_PAUSED,
        /** Its queue runs as many as it may. */
        QUEUE_LIMIT,
        /** No node of the pool has its handler. */
        NO_NODE_HAS_HANDLER,
        /** No node that has its handler has the labels that it requires. */
        NO_NODE_WITH_LABELS,
        /** No node that is there could ever hold the CPU and memory that it asks for. */
        DEMAND_TOO_LARGE,
        /** The nodes that could run it take no new work. */
        NODES_DRAINING,
        /** Other tasks hold the CPU or memory that it asks for. */
        RESOURCES_IN_USE,
        /** Every slot that it could have is taken. */
        NO_FREE_SLOT,
        /** There is a place for it, and others go before it. */
        BEHIND_OTHERS
    }

    /** Asks the queue and the nodes what they would say if the task were next. */
    static Waiting of(Task task, PoolState pool) {
        return switch (task.state()) {
            case RUNNING, SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, EXPIRED -> plain(Reason.DOES_NOT_WAIT);
            case BLOCKED -> plain(Reason.BLOCKED);
            case AWAITING_APPROVAL -> plain(Reason.AWAITING_APPROVAL);
            case SCHEDULED -> new Waiting(Reason.NOT_DUE, 0, false, task.rank());
            case READY -> ready(task, pool);
        };
    }

    private static Waiting plain(Reason reason) {
        return new Waiting(reason, 0, false, 0);
    }

    private static Waiting ready(Task task, PoolState pool) {
        TaskQueue queue = pool.queues.get(task.spec().queue());
        long ahead = 0;
        boolean more = false;
        for (Line line : queue.lines()) {
            ahead += line.window().countBefore(task);
            more |= line.window().isBeyond(task);
        }
        return new Waiting(reason(task, queue, pool), ahead, more, 0);
    }

    private static Reason reason(Task task, TaskQueue queue, PoolState pool) {
        if (queue.settings().paused()) {
            return Reason.QUEUE_PAUSED;
        }
        if (!queue.isOpen()) {
            return Reason.QUEUE_LIMIT;
        }
        return switch (pool.roster.obstacle(task.spec())) {
            case NO_HANDLER -> Reason.NO_NODE_HAS_HANDLER;
            case NO_LABELS -> Reason.NO_NODE_WITH_LABELS;
            case DEMAND_TOO_LARGE -> Reason.DEMAND_TOO_LARGE;
            case DRAINING -> Reason.NODES_DRAINING;
            case RESOURCES_IN_USE -> Reason.RESOURCES_IN_USE;
            case NO_FREE_SLOT -> Reason.NO_FREE_SLOT;
            case NONE -> Reason.BEHIND_OTHERS;
        };
    }
}
