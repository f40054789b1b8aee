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
    private final Places places;

    /** Nodes that take nothing ahead for the rest of the round. */
    private final List<PoolNode> keeping = new ArrayList<>();

    private Placement placement;
    private long round;
    private long nextPlace;

    Roster(String placement, RunTimes runTimes) {
        this.placement = Placement.named(placement);
        this.runTimes = runTimes;
        this.places = new Places(nodes.values(), runTimes);
    }

    void placement(String name) {
        if (!name.equals(placement.name())) {
            placement = Placement.named(name);
        }
    }

    void up(NodeFacts facts) {
        PoolNode node = nodes.get(facts.id());
        if (node == null) {
            nodes.put(facts.id(), new PoolNode(facts, nextPlace++));
            places.changed();
        } else {
            node.change(facts);
            places.changed(node);
        }
    }

    /** A node that the record names; unknown ones are there without slots until they are up, or gone. */
    PoolNode nodeOrAbsent(String id) {
        places.changed();
        return nodes.computeIfAbsent(id, absent -> new PoolNode(NodeFacts.plain(absent, 0, Set.of()), nextPlace++));
    }

    /** Forgets a node; what it ran is for the caller to deal with. */
    List<Task> gone(String id) {
        PoolNode node = nodes.remove(id);
        places.changed();
        return node == null ? List.of() : new ArrayList<>(node.tasks());
    }

    void leave(Task task) {
        PoolNode node = nodes.get(task.node());
        if (node != null) {
            node.remove(task);
            places.changed(node);
        }
    }

    /** A task starts on a node. */
    void add(PoolNode node, Task task) {
        node.add(task);
        places.changed(node);
    }

    /** From now until the next call, nodes only fill. */
    void beginStarts() {
        round++;
        for (PoolNode node : keeping) {
            node.keepSlots(false);
            places.changed(node);
        }
        keeping.clear();
    }

    @Override
    public boolean keepSlotFor(Task task) {
        if (!runTimes.anyShort()) {
            return false;
        }
        boolean took = false;
        double mean = runTimes.meanMicros(task.spec().handler());
        for (PoolNode node : nodes.values()) {
            if (!node.keepsSlots()
                    && node.obstacle(task.spec().handler(), task.spec().demand(), mean) == Obstacle.NO_FREE_SLOT) {
                node.keepSlots(true);
                keeping.add(node);
                places.changed(node);
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
        return !places.open(handler).isEmpty();
    }

    @Override
    public boolean fits(Task task) {
        Demand demand = task.spec().demand();
        String handler = task.spec().handler();
        double mean = runTimes.meanMicros(handler);
        for (PoolNode node : places.open(handler)) {
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
        List<PoolNode> open = places.open(task.handler());
        if (!task.demand().narrows()) {
            return placement.choose(task, open, nodes.values());
        }
        double mean = runTimes.meanMicros(task.handler());
        eligible.clear();
        for (PoolNode node : open) {
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
