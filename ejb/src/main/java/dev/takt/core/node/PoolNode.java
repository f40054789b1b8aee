package dev.takt.core.node;

import dev.takt.core.task.Demand;
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

    /**
     * What takes longer than this on average is not held ahead: a round trip of some milliseconds leaves less than a
     * twentieth of such a slot idle, which is worth less than another node's slot that may become free first.
     */
    static final double AHEAD_RUN_MICROS_MAX = 250_000;

    /** The most that a node holds ahead, in multiples of its slots. */
    static final double AHEAD_SLOTS_MAX = 64;

    private final long place;
    private NodeFacts facts;
    private int slots;
    private Set<String> handlers;
    private final Map<UUID, Task> running = new HashMap<>();
    private final Map<String, Integer> runningByGroup = new HashMap<>();
    private long cpuMillisTaken;
    private long memoryMbTaken;
    private boolean keepsSlots;

    public PoolNode(NodeFacts facts) {
        this(facts, 0);
    }

    /**
     * A node of several.
     *
     * @param place its place among them, of its own
     */
    public PoolNode(NodeFacts facts, long place) {
        this.place = place;
        change(facts);
    }

    /** Its place among the nodes of a pool, in the order of their coming. */
    public long place() {
        return place;
    }

    /** The node says anew what it is and can do. */
    public void change(NodeFacts itsFacts) {
        facts = itsFacts;
        slots = itsFacts.slots();
        handlers = itsFacts.handlers();
    }

    /**
     * What keeps a task from being given to it now: the one predicate that decides, and that explains.
     *
     * @param demand what the task asks beyond handler and slot
     * @param meanRunMicros how long the handler's attempts take on average; 0 when that is not known
     */
    public Obstacle obstacle(String handler, Demand demand, double meanRunMicros) {
        if (!handlers.contains(handler)) {
            return Obstacle.NO_HANDLER;
        }
        boolean narrow = demand.narrows();
        if (narrow && !hasLabels(demand)) {
            return Obstacle.NO_LABELS;
        }
        if (narrow && (demand.cpuMillis() > facts.cpuMillis() || demand.memoryMb() > facts.memoryMb())) {
            return Obstacle.DEMAND_TOO_LARGE;
        }
        if (facts.draining()) {
            return Obstacle.DRAINING;
        }
        if (narrow
                && (takesTooMuch(demand.cpuMillis(), cpuMillisLeft())
                        || takesTooMuch(demand.memoryMb(), memoryMbLeft()))) {
            return Obstacle.RESOURCES_IN_USE;
        }
        return running.size() < slots + (keepsSlots ? 0 : ahead(meanRunMicros)) ? Obstacle.NONE : Obstacle.NO_FREE_SLOT;
    }

    private boolean hasLabels(Demand demand) {
        for (Map.Entry<String, String> label : demand.nodeLabels().entrySet()) {
            if (!label.getValue().equals(facts.labels().get(label.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** What is not asked is never too much, even where a node has shrunk below what it runs. */
    private static boolean takesTooMuch(int asked, long left) {
        return asked > 0 && asked > left;
    }

    /** Whether it takes nothing ahead of its slots, because somebody whose turn it is waits for one of them. */
    public boolean keepsSlots() {
        return keepsSlots;
    }

    public void keepSlots(boolean keeps) {
        keepsSlots = keeps;
    }

    /** Whether tasks that take so long on average are handed out ahead of the slots. */
    public static boolean isShort(double meanRunMicros) {
        return meanRunMicros > 0 && meanRunMicros <= AHEAD_RUN_MICROS_MAX;
    }

    private int ahead(double meanRunMicros) {
        if (!isShort(meanRunMicros)) {
            return 0;
        }
        return (int) (slots * Math.min(AHEAD_SLOTS_MAX, AHEAD_MICROS / meanRunMicros));
    }

    public void add(Task task) {
        if (running.put(task.id(), task) == null) {
            take(task, 1);
        }
    }

    public void remove(Task task) {
        if (running.remove(task.id()) != null) {
            take(task, -1);
        }
    }

    private void take(Task task, int sign) {
        Demand demand = task.spec().demand();
        if (demand == Demand.NONE) {
            return;
        }
        cpuMillisTaken += (long) sign * demand.cpuMillis();
        memoryMbTaken += (long) sign * demand.memoryMb();
        if (demand.group() != null) {
            // Null, when none is left, removes the group.
            runningByGroup.merge(demand.group(), sign, (count, change) -> count + change == 0 ? null : count + change);
        }
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

    public int slots() {
        return slots;
    }

    public int running() {
        return running.size();
    }

    /** How many tasks of a group it runs; 0 for no group. */
    public int runningOf(String group) {
        return group == null ? 0 : runningByGroup.getOrDefault(group, 0);
    }

    /** Thousandths of a core that running tasks asked for. */
    public long cpuMillisTaken() {
        return cpuMillisTaken;
    }

    /** Mebibytes that running tasks asked for. */
    public long memoryMbTaken() {
        return memoryMbTaken;
    }

    /** Thousandths of a core that may still be asked for; negative when the node has shrunk below what it runs. */
    public long cpuMillisLeft() {
        return facts.cpuMillis() - cpuMillisTaken;
    }

    /** Mebibytes that may still be asked for; negative when the node has shrunk below what it runs. */
    public long memoryMbLeft() {
        return facts.memoryMb() - memoryMbTaken;
    }
}
