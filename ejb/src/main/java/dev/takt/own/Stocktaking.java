package dev.takt.own;

import dev.takt.core.node.PoolNode;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Compares what the record says is running on a node with what the node holds. What a node should have and has not never
 * reached it, and is handed out again with the same token; what it has and should not have is stopped. So a lost message
 * costs time, never a task.
 */
final class Stocktaking {
    /** How often each node is asked: lost messages are rare, and the answer may be long. */
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PoolMachine machine;
    private final Workers workers;
    private final Reigning reigning;
    private final Map<String, Long> askAtNanos = new HashMap<>();

    Stocktaking(PoolMachine machine, Workers workers, Reigning reigning) {
        this.machine = machine;
        this.workers = workers;
        this.reigning = reigning;
    }

    /** Asks the nodes whose turn it is: those that have just come at once. */
    void ask(Set<String> present, long nowNanos) {
        askAtNanos.keySet().retainAll(present);
        for (String node : present) {
            if (nowNanos >= askAtNanos.getOrDefault(node, Long.MIN_VALUE)) {
                askAtNanos.put(node, nowNanos + EVERY_NANOS);
                workers.takeStock(reigning, node, machine.latestToken());
            }
        }
    }

    /** All are asked at the next sweep. */
    void askAnew() {
        askAtNanos.clear();
    }

    /** What is to be handed out again; what is to be stopped is told to the node. */
    List<Task> compare(Request.Stock stock) {
        List<Task> missing = new ArrayList<>();
        Set<AttemptRef> known = new HashSet<>();
        for (PoolNode node : machine.nodes()) {
            if (node.id().equals(stock.node())) {
                for (Task task : node.tasks()) {
                    AttemptRef ref = new AttemptRef(task.id(), task.token());
                    known.add(ref);
                    if (task.token() <= stock.latestToken() && !stock.held().contains(ref)) {
                        missing.add(task);
                    }
                }
            }
        }
        for (AttemptRef held : stock.held()) {
            if (!known.contains(held)) {
                workers.stop(reigning, stock.node(), held.task(), held.token());
            }
        }
        return missing;
    }
}
