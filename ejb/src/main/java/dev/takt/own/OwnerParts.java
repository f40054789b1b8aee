package dev.takt.own;

import dev.takt.cluster.NodeIdentity;
import dev.takt.core.pool.Decision;
import dev.takt.work.WorkerTime;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What an owner needs from the node it lives on.
 *
 * @param events is told of the ends of tasks after their commit
 * @param answers runs the completion of answers, so that no submitter's code runs in the owner's thread
 * @param counts runs what counts all that waits, which may take long
 */
record OwnerParts(
        PoolRecord record,
        WorkerTime time,
        NodeIdentity self,
        Workers workers,
        TriggerPlanner planner,
        Consumer<List<Decision.Ended>> events,
        Executor answers,
        Executor counts,
        Vacuuming vacuuming) {}
