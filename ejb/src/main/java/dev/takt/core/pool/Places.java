package dev.takt.core.pool;

import dev.takt.core.node.Obstacle;
import dev.takt.core.node.PoolNode;
import dev.takt.core.task.Demand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes have room for a task of a handler that asks nothing else. Kept from round to round, and only nodes that have changed
 * are looked at again: what it costs depends on what happens, not on how many nodes there are. All are looked at for a handler
 * when nodes come or go, when it was not asked for during as many changes as there are nodes, and, if its tasks are short enough
 * to be handed out ahead, when their mean has changed.
 */
final class Places {
    private static final Comparator<PoolNode> IN_ORDER = Comparator.comparingLong(PoolNode::place);

    private final Collection<PoolNode> nodes;
    private final RunTimes runTimes;
    private final Map<String, Open> byHandler = new HashMap<>();

    /** Nodes that have changed, in the order of their changes. */
    private final List<PoolNode> changes = new ArrayList<>();

    /** Counts how often the changes were forgotten. */
    private long generation;

    Places(Collection<PoolNode> nodes, RunTimes runTimes) {
        this.nodes = nodes;
        this.runTimes = runTimes;
    }

    /** What is known of a handler. */
    private static final class Open {
        private final List<PoolNode> nodes = new ArrayList<>();
        private double meanMicros;
        private long generation = -1;
        private int changesSeen;
    }

    /** A node came, or went. */
    void changed() {
        changes.clear();
        generation++;
    }

    /** A node has taken or given back a task, or is not what it was. */
    void changed(PoolNode node) {
        if (changes.size() >= nodes.size()) {
            changed();
        }
        changes.add(node);
    }

    /** The nodes with room for such a task, in the order of their coming. Not to be changed, nor kept. */
    List<PoolNode> open(String handler) {
        Open open = byHandler.get(handler);
        if (open == null) {
            open = new Open();
            byHandler.put(handler, open);
        }
        double mean = runTimes.meanMicros(handler);
        boolean other = mean != open.meanMicros && (PoolNode.isShort(mean) || PoolNode.isShort(open.meanMicros));
        if (open.generation != generation || other) {
            open.nodes.clear();
            for (PoolNode node : nodes) {
                if (hasRoom(node, handler, mean)) {
                    open.nodes.add(node);
                }
            }
        } else {
            for (int change = open.changesSeen; change < changes.size(); change++) {
                look(open.nodes, changes.get(change), handler, mean);
            }
        }
        open.meanMicros = mean;
        open.generation = generation;
        open.changesSeen = changes.size();
        return open.nodes;
    }

    private static void look(List<PoolNode> open, PoolNode node, String handler, double mean) {
        int place = Collections.binarySearch(open, node, IN_ORDER);
        if (hasRoom(node, handler, mean)) {
            if (place < 0) {
                open.add(-place - 1, node);
            }
        } else if (place >= 0) {
            open.remove(place);
        }
    }

    private static boolean hasRoom(PoolNode node, String handler, double mean) {
        return node.obstacle(handler, Demand.NONE, mean) == Obstacle.NONE;
    }
}
