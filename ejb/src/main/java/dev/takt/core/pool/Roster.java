package dev.takt.core.pool;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.PoolNode;
import dev.takt.core.policy.Placement;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of a pool, and which of them may take a task. */
final class Roster {
    private final Map<String, PoolNode> nodes = new LinkedHashMap<>();
    private final List<PoolNode> eligible = new ArrayList<>();
    private final RunTimes runTimes;
    private Placement placement;

    Roster(String placement, RunTimes runTimes) {
        this.placement = Placement.named(placement);
        this.runTimes = runTimes;
    }

    void placement(String name) {
        if (!name.equals(placement.name())) {
            placement = Placement.named(name);
        }
    }

    void up(NodeFacts facts) {
        PoolNode node = nodes.get(facts.id());
        if (node == null) {
            nodes.put(facts.id(), new PoolNode(facts));
        } else {
            node.change(facts);
        }
    }

    /** A node that the record names; unknown ones are there without slots until they are up, or gone. */
    PoolNode nodeOrAbsent(String id) {
        return nodes.computeIfAbsent(id, absent -> new PoolNode(NodeFacts.plain(absent, 0, Set.of())));
    }

    /** Forgets a node; what it ran is for the caller to deal with. */
    List<Task> gone(String id) {
        PoolNode node = nodes.remove(id);
        return node == null ? List.of() : new ArrayList<>(node.tasks());
    }

    void leave(Task task) {
        PoolNode node = nodes.get(task.node());
        if (node != null) {
            node.remove(task);
        }
    }

    boolean hasAnyRoom() {
        for (PoolNode node : nodes.values()) {
            if (node.slots() > 0) {
                return true;
            }
        }
        return false;
    }

    boolean hasRoom(String handler) {
        double mean = runTimes.meanMicros(handler);
        for (PoolNode node : nodes.values()) {
            if (node.hasRoom(handler, mean)) {
                return true;
            }
        }
        return false;
    }

    /** Chooses the node for a task whose handler {@link #hasRoom}. */
    PoolNode place(TaskSpec task) {
        double mean = runTimes.meanMicros(task.handler());
        eligible.clear();
        for (PoolNode node : nodes.values()) {
            if (node.hasRoom(task.handler(), mean)) {
                eligible.add(node);
            }
        }
        return placement.choose(task, eligible);
    }

    Collection<PoolNode> nodes() {
        return nodes.values();
    }
}
