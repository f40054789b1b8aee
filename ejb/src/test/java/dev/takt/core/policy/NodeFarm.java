package dev.takt.core.policy;

import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A pool with as many nodes as a test likes, and the real machine as its scheduler. Each call is one round. */
final class NodeFarm {
    static final long BEGIN = 1_700_000_000_000_000L;

    /** How long attempts take: too long for nodes to hold work ahead of their slots. */
    private static final long RUN_MICROS = 1_000_000;

    private final PoolMachine machine;
    private long now = BEGIN;

    NodeFarm(String placement) {
        machine = new PoolMachine(settings(placement), 1, false);
        machine.load(
                new QueueSettings("default", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false), Set.of());
    }

    private static PoolSettings settings(String placement) {
        return new PoolSettings("default", placement, WeightedFair.NAME, 3);
    }

    PoolMachine machine() {
        return machine;
    }

    Decision decide(Command... commands) {
        return machine.decide(List.of(commands), now++);
    }

    /** Nodes that are alike, with names n0, n1, …. */
    NodeFarm with(int nodes, int slots) {
        for (int i = 0; i < nodes; i++) {
            decide(new Command.NodeUp(node("n" + i, slots, 1, 0, 0, Map.of())));
        }
        return this;
    }

    NodeFarm with(NodeFacts... nodes) {
        for (NodeFacts node : nodes) {
            decide(new Command.NodeUp(node));
        }
        return this;
    }

    static NodeFacts node(String name, int slots, int weight, int cpuMillis, int memoryMb, Map<String, String> labels) {
        return new NodeFacts("id-" + name, name, slots, Set.of("noop"), labels, weight, cpuMillis, memoryMb, 0, false);
    }

    /** Gives the pool another placement, as an administrator does while it runs. */
    void place(String placement) {
        decide(new Command.PoolChanged(settings(placement)));
    }

    /** Submits tasks one round after the other, and tells those that started. */
    List<Task> submit(List<TaskSpec> specs) {
        List<Task> started = new ArrayList<>();
        for (TaskSpec spec : specs) {
            started.addAll(
                    decide(new Command.Submit(List.of(spec), Ticket.NONE)).started());
        }
        return started;
    }

    /** A task ends well. */
    List<Task> finish(Task task) {
        AttemptReport report = new AttemptReport(
                task.id(),
                task.token(),
                AttemptOutcome.SUCCEEDED,
                null,
                null,
                false,
                null,
                Micros.instant(task.startedMicros()),
                Micros.instant(task.startedMicros() + RUN_MICROS));
        return decide(new Command.Report(task.node(), report)).started();
    }

    /** How many of the tasks were given to each node, by name; nodes with none are there with 0. */
    Map<String, Integer> counts(List<Task> tasks) {
        Map<String, String> names = new TreeMap<>();
        machine.nodes().forEach(node -> names.put(node.id(), node.facts().name()));
        Map<String, Integer> counts = new TreeMap<>();
        names.values().forEach(name -> counts.put(name, 0));
        tasks.forEach(task -> counts.merge(names.get(task.node()), 1, Integer::sum));
        return counts;
    }

    /** Jain's index: 1 when all are equal, 1/n when one has all (R. Jain and others, 1984). */
    static double jain(Map<String, Integer> counts) {
        double sum = 0;
        double squares = 0;
        for (int count : counts.values()) {
            sum += count;
            squares += (double) count * count;
        }
        return sum * sum / (counts.size() * squares);
    }
}
