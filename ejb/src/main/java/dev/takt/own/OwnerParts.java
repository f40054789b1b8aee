package dev.takt.own;

import dev.takt.cluster.NodeIdentity;
import dev.takt.core.pool.Decision;
import dev.takt.work.WorkerTime;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What an owner needs from the node it lives on.
 *
 * @param events is told of the ends of tasks after their commit
 * @param answers runs the completion of answers, so that no submitter's code runs in the owner's thread
 * @param counts runs what counts all that waits, which may take long
 * @param vacuums is told how many tasks have ended, since their room is to be freed
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
        IntConsumer vacuums) {}
