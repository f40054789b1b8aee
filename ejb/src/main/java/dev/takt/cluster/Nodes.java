package dev.takt.cluster;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.Obstacle;
import dev.takt.core.node.PoolNode;
import dev.takt.core.task.Demand;
import dev.takt.record.Database;
import dev.takt.record.Labels;
import dev.takt.record.NodeRows;
import dev.takt.record.row.NodeRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The nodes of the cluster: those that are there from the live picture, those that have gone from the record. */
@ApplicationScoped
public class Nodes {
    /** How long a node that is gone is still shown. */
    private static final Duration SHOWN_AFTER_LEAVING = Duration.ofDays(1);

    /** How old may be what the record says while the live picture says nothing: as often as nodes report. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** How old it may be while it agrees with the live picture: only nodes that are gone are taken from it. */
    private static final Duration FRESH_BESIDE_PICTURE = Duration.ofMinutes(1);

    /** The state of a node that is given tasks. */
    public static final String ACTIVE = "ACTIVE";

    static final String DRAINING = "DRAINING";
    private static final String GONE = "GONE";

    @Inject
    private Database database;

    @Inject
    private NodeIdentity identity;

    @Inject
    private LocalNode local;

    @Inject
    private LivePicture picture;

    private volatile List<NodeRow> latest = List.of();
    private volatile Instant readAt = Instant.EPOCH;

    /**
     * One incarnation of a server.
     *
     * @param id new at each boot
     * @param state ACTIVE; DRAINING when it is given no new tasks; GONE when it has left or has not reported for too long
     * @param slots how many attempts it runs at once
     * @param running how many it runs
     * @param stuck slots that are held by handlers which ignored their timeout or cancellation
     * @param cpuLoad of the server's process, 0 to 1
     * @param handlers in the order of their names
     * @param timesReplaced how often, since its start, another node owned a pool of this one which had not given it up:
     *     it was frozen, cut off or overloaded
     */
    public record NodeView(
            String id,
            String name,
            String address,
            String state,
            Map<String, String> labels,
            int slots,
            int running,
            int stuck,
            double cpuLoad,
            long memoryUsedBytes,
            long memoryMaxBytes,
            Set<String> handlers,
            long timesReplaced,
            Instant startedAt,
            Instant renewedAt) {
        public NodeView {
            handlers = Collections.unmodifiableSortedSet(new TreeSet<>(handlers));
        }

        /** Whether it has not left. */
        public boolean isPresent() {
            return !state.equals(GONE);
        }

        /** The same node with or without new tasks. */
        public NodeView draining(boolean draining) {
            return new NodeView(
                    id,
                    name,
                    address,
                    draining ? DRAINING : ACTIVE,
                    labels,
                    slots,
                    running,
                    stuck,
                    cpuLoad,
                    memoryUsedBytes,
                    memoryMaxBytes,
                    handlers,
                    timesReplaced,
                    startedAt,
                    renewedAt);
        }
    }

    /** All nodes that were seen within the last day, active ones first. */
    public List<NodeView> list() {
        Map<String, NodeView> shown = picture.nodes();
        Instant now = Instant.now();
        boolean agreed = latest.stream().noneMatch(row -> isPresent(row, now) && !shown.containsKey(row.id));
        return list(picture.isShared() && agreed ? FRESH_BESIDE_PICTURE : FRESH);
    }

    /** Whether a node was there when its row was read, and has had no time to be taken for gone since. */
    private static boolean isPresent(NodeRow row, Instant now) {
        return row.leftAt == null && row.renewedAt.isAfter(now.minusSeconds(NodeRows.TERM_SECONDS));
    }

    private List<NodeView> list(Duration fresh) {
        Instant now = Instant.now();
        if (Duration.between(readAt, now).compareTo(fresh) >= 0) {
            latest = database.inSession(session -> NodeRows.since(session, now.minus(SHOWN_AFTER_LEAVING)));
            readAt = now;
        }
        Map<String, NodeView> nodes = new HashMap<>();
        latest.forEach(row -> nodes.put(row.id, view(row, now)));
        nodes.putAll(picture.nodes());
        nodes.put(identity.id(), local.view());
        return nodes.values().stream()
                .sorted(Comparator.comparing(NodeView::state).thenComparing(NodeView::name))
                .toList();
    }

    /** Whether some node has a handler; this node's own are known at once, and the record is asked before saying no. */
    public boolean hasHandler(String name) {
        return local.hasHandler(name)
                || handlers().contains(name)
                || list(FRESH).stream()
                        .anyMatch(node -> node.isPresent() && node.handlers().contains(name));
    }

    /** The handlers that some node has that is there. */
    public Set<String> handlers() {
        Set<String> handlers = new HashSet<>(local.handlers());
        for (NodeView node : list()) {
            if (node.isPresent()) {
                handlers.addAll(node.handlers());
            }
        }
        return handlers;
    }

    /**
     * What keeps every node that is there from ever taking a task, told of the one that is nearest to it; {@code NONE} when
     * some node takes such tasks. How busy the nodes are is not looked at.
     */
    public Obstacle obstacle(String handler, Demand demand) {
        return nearest(database.query(NodeRows::present), handler, demand);
    }

    static Obstacle nearest(Collection<NodeFacts> nodes, String handler, Demand demand) {
        Obstacle nearest = nodes.stream()
                .map(node -> new PoolNode(node).obstacle(handler, demand, 0))
                .max(Comparator.naturalOrder())
                .orElse(Obstacle.NO_HANDLER);
        return nearest.compareTo(Obstacle.DRAINING) <= 0 ? nearest : Obstacle.NONE;
    }

    private static String state(NodeRow row, boolean present) {
        if (!present) {
            return GONE;
        }
        return row.draining ? DRAINING : ACTIVE;
    }

    /** A node as the record says. */
    private static NodeView view(NodeRow row, Instant now) {
        boolean present = isPresent(row, now);
        return new NodeView(
                row.id,
                row.name,
                row.address,
                state(row, present),
                Labels.read(row.labels),
                row.slots,
                present ? row.running : 0,
                present ? row.stuck : 0,
                present ? row.cpuLoad : 0,
                row.memoryUsed,
                row.memoryMax,
                NodeRows.names(row.handlers),
                0,
                row.startedAt,
                row.renewedAt);
    }
}
