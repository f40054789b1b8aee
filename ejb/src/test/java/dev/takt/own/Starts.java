package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.pool.Decision;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Task;
import dev.takt.own.SimulatedDatabase.NodeState;
import dev.takt.own.SimulatedDatabase.Row;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold of each start when it is committed: its node has what the task asks for, and its owner goes by the settings
 * that it was told last, and is told of changes in time even if nobody says that there are any.
 */
final class Starts {
    /** An owner reads the settings each ten seconds at the latest; one that is not in trouble commits by them some seconds later. */
    private static final long TOLD_NANOS_MAX = 25 * Timeline.SECOND;

    private final SimulatedDatabase database;
    private final Timeline timeline;
    private final Invariants invariants;

    /** What a node has read of a pool's queues, and when. */
    record Told(Map<String, QueueSettings> queues, long at) {}

    Starts(SimulatedDatabase database, Timeline timeline, Invariants invariants) {
        this.database = database;
        this.timeline = timeline;
        this.invariants = invariants;
    }

    /** A node's decision on a pool has been written. */
    void committed(SimulatedNode owner, String pool, Decision decision, Told told) {
        if (decision.started().isEmpty()) {
            return;
        }
        invariants.check(
                timeline.now() - told.at() <= TOLD_NANOS_MAX || owner.hasSufferedSince(told.at()),
                "%s starts tasks by settings that it has read at %.3f s",
                owner.name(),
                told.at() / 1e9);
        Set<String> queues = new TreeSet<>();
        Set<String> nodes = new TreeSet<>();
        for (Task task : decision.started()) {
            queues.add(task.spec().queue());
            nodes.add(task.node());
            NodeState node = database.nodes.get(task.node());
            invariants.check(
                    node.hardware.hasLabels(task.spec().demand()),
                    "task %s starts on %s, which has not all labels of %s",
                    task.id(),
                    node.name,
                    task.spec().demand());
        }
        queues.forEach(queue -> withinSettings(told.queues().get(queue)));
        nodes.forEach(node -> withinHardware(pool, node));
    }

    /** By the record, a pool's tasks on a node together ask for no more than it has. */
    private void withinHardware(String pool, String id) {
        NodeState node = database.nodes.get(id);
        long cpuMillis = 0;
        long memoryMb = 0;
        for (Row row : database.live.values()) {
            if (row.standing().state() == TaskState.RUNNING
                    && row.standing().node().equals(id)
                    && row.spec().pool().equals(pool)) {
                cpuMillis += row.spec().demand().cpuMillis();
                memoryMb += row.spec().demand().memoryMb();
            }
        }
        invariants.check(
                cpuMillis <= node.hardware.cpuMillis() && memoryMb <= node.hardware.memoryMb(),
                "what runs of %s on %s asks for %d thousandths of a core and %d MiB, but it has %d and %d",
                pool,
                node.name,
                cpuMillis,
                memoryMb,
                node.hardware.cpuMillis(),
                node.hardware.memoryMb());
    }

    /** By the record, not more of a queue's tasks run than may; those that ran when the limit was lowered count, and go on. */
    private void withinSettings(QueueSettings queue) {
        invariants.check(!queue.paused(), "queue %s is paused, and its tasks start", queue.name());
        long running = 0;
        for (Row row : database.live.values()) {
            if (row.standing().state() == TaskState.RUNNING
                    && row.spec().queue().equals(queue.name())) {
                running++;
            }
        }
        invariants.check(
                running <= queue.runningLimit(),
                "queue %s runs %d tasks at once, but may only run %d",
                queue.name(),
                running,
                queue.runningLimit());
    }
}
