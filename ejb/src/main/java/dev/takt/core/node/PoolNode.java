package dev.takt.core.node;

import dev.takt.core.task.Task;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One incarnation of a node, with what it runs of a pool. */
public final class PoolNode {
    /**
     * How much work a node may hold ahead of its slots, as time: tasks that take less than a decision's round trip
     * would leave slots idle if each had to be asked for.
     */
    static final double AHEAD_MICROS = 20_000;

    /** The most that a node holds ahead, in multiples of its slots. */
    static final double AHEAD_SLOTS_MAX = 16;

    private NodeFacts facts;
    private int slots;
    private Set<String> handlers;
    private final Map<UUID, Task> running = new HashMap<>();

    public PoolNode(NodeFacts facts) {
        change(facts);
    }

    /** The node says anew what it is and can do. */
    public final void change(NodeFacts itsFacts) {
        facts = itsFacts;
        slots = itsFacts.draining() ? 0 : itsFacts.slots();
        handlers = itsFacts.handlers();
    }

    /**
     * Whether a task of a handler may be given to it now.
     *
     * @param meanRunMicros how long the handler's attempts take on average; 0 when that is not known
     */
    public boolean hasRoom(String handler, double meanRunMicros) {
        return handlers.contains(handler) && running.size() < slots + ahead(meanRunMicros);
    }

    private int ahead(double meanRunMicros) {
        if (meanRunMicros <= 0 || meanRunMicros > AHEAD_MICROS) {
            return 0;
        }
        return (int) (slots * Math.min(AHEAD_SLOTS_MAX, AHEAD_MICROS / meanRunMicros));
    }

    public void add(Task task) {
        running.put(task.id(), task);
    }

    public void remove(Task task) {
        running.remove(task.id());
    }

    public Collection<Task> tasks() {
        return running.values();
    }

    public String id() {
        return facts.id();
    }

    /** What the node said last. */
    public NodeFacts facts() {
        return facts;
    }

    /** How many attempts it may run at once; none while it drains. */
    public int slots() {
        return slots;
    }

    public Set<String> handlers() {
        return handlers;
    }

    public int running() {
        return running.size();
    }
}
