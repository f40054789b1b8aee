package dev.takt.core.pool;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.Obstacle;
import dev.takt.core.node.PoolNode;
import dev.takt.core.policy.Placement;
import dev.takt.core.queue.Room;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of a pool, and which of them may take a task. */
final class Roster implements Room {
    private final Map<String, PoolNode> nodes = new LinkedHashMap<>();
    private final List<PoolNode> eligible = new ArrayList<>();
    private final RunTimes runTimes;
    private Placement placement;
    private long round;
    private boolean keepsSlots;

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
            if (node.slots() > 0 && !node.facts().draining()) {
                return true;
            }
        }
        return false;
    }

    /** From now until the next call, nodes only fill. */
    void beginStarts() {
        round++;
        if (keepsSlots) {
            keepsSlots = false;
            for (PoolNode node : nodes.values()) {
                node.keepSlots(false);
            }
        }
    }

    @Override
    public boolean keepSlotFor(Task task) {
        boolean took = false;
        double mean = runTimes.meanMicros(task.spec().handler());
        for (PoolNode node : nodes.values()) {
            if (!node.keepsSlots()
                    && node.obstacle(task.spec().handler(), task.spec().demand(), mean) == Obstacle.NO_FREE_SLOT) {
                node.keepSlots(true);
                keepsSlots = true;
                took = true;
            }
        }
        return took;
    }

    @Override
    public long round() {
        return round;
    }

    @Override
    public boolean has(String handler) {
        return fits(handler, Demand.NONE);
    }

    @Override
    public boolean fits(Task task) {
        return fits(task.spec().handler(), task.spec().demand());
    }

    private boolean fits(String handler, Demand demand) {
        double mean = runTimes.meanMicros(handler);
        for (PoolNode node : nodes.values()) {
            if (node.obstacle(handler, demand, mean) == Obstacle.NONE) {
                return true;
            }
        }
        return false;
    }

    /** What keeps the node that is nearest to taking a task from it. */
    Obstacle obstacle(TaskSpec task) {
        double mean = runTimes.meanMicros(task.handler());
        Obstacle nearest = Obstacle.NO_HANDLER;
        for (PoolNode node : nodes.values()) {
            Obstacle obstacle = node.obstacle(task.handler(), task.demand(), mean);
            nearest = obstacle.compareTo(nearest) > 0 ? obstacle : nearest;
        }
        return nearest;
    }

    /** Chooses the node for a task that {@link #fits}. */
    PoolNode place(TaskSpec task) {
        double mean = runTimes.meanMicros(task.handler());
        eligible.clear();
        for (PoolNode node : nodes.values()) {
            if (node.obstacle(task.handler(), task.demand(), mean) == Obstacle.NONE) {
                eligible.add(node);
            }
        }
        return placement.choose(task, eligible, nodes.values());
    }

    Collection<PoolNode> nodes() {
        return nodes.values();
    }
}
