package dev.takt.cluster;

import dev.takt.record.Database;
import dev.takt.record.Labels;
import dev.takt.record.NodeRows;
import dev.takt.record.row.NodeRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of the cluster as they last reported themselves. */
@ApplicationScoped
public class Nodes {
    /** How long a node that is gone is still shown. */
    private static final Duration SHOWN_AFTER_LEAVING = Duration.ofDays(1);

    /** How old the list may be: as often as nodes report. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final String ACTIVE = "ACTIVE";
    private static final String DRAINING = "DRAINING";
    private static final String GONE = "GONE";

    @Inject
    private Database database;

    @Inject
    private NodeIdentity identity;

    @Inject
    private LocalNode local;

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
            Instant startedAt,
            Instant renewedAt) {
        /** Whether it has not left. */
        public boolean isPresent() {
            return !state.equals(GONE);
        }
    }

    /** All nodes that were seen within the last day, active ones first. */
    public List<NodeView> list() {
        Instant now = Instant.now();
        if (Duration.between(readAt, now).compareTo(FRESH) >= 0) {
            latest = database.inSession(session -> NodeRows.since(session, now.minus(SHOWN_AFTER_LEAVING)));
            readAt = now;
        }
        NodeRows.Load own = local.load();
        return latest.stream()
                .map(row -> view(row, own, now))
                .sorted(Comparator.comparing(NodeView::state).thenComparing(NodeView::name))
                .toList();
    }

    /** Whether some active node has a handler; this node's own are known at once. */
    public boolean hasHandler(String name) {
        return local.handlers().contains(name) || handlers().contains(name);
    }

    /** The handlers that some active node has. */
    public Set<String> handlers() {
        Set<String> handlers = new HashSet<>(local.handlers());
        for (NodeView node : list()) {
            if (node.isPresent()) {
                handlers.addAll(node.handlers());
            }
        }
        return handlers;
    }

    /** Something was changed here: it shows at once. */
    public void readAgain() {
        readAt = Instant.EPOCH;
    }

    private static String state(NodeRow row, boolean present) {
        if (!present) {
            return GONE;
        }
        return row.draining ? DRAINING : ACTIVE;
    }

    /** This node as it is now, the others as they last said. */
    private NodeView view(NodeRow row, NodeRows.Load own, Instant now) {
        if (row.id.equals(identity.id())) {
            return view(row, own, true, now);
        }
        NodeRows.Load said = new NodeRows.Load(
                row.slots,
                row.running,
                row.stuck,
                row.cpuLoad,
                row.memoryUsed,
                row.memoryMax,
                NodeRows.names(row.handlers));
        boolean recent = row.renewedAt.isAfter(now.minusSeconds(NodeRows.TERM_SECONDS));
        return view(row, said, row.leftAt == null && recent, row.renewedAt);
    }

    private static NodeView view(NodeRow row, NodeRows.Load load, boolean active, Instant renewedAt) {
        return new NodeView(
                row.id,
                row.name,
                row.address,
                state(row, active),
                Labels.read(row.labels),
                load.slots(),
                active ? load.running() : 0,
                active ? load.stuck() : 0,
                active ? load.cpuLoad() : 0,
                load.memoryUsed(),
                load.memoryMax(),
                load.handlers(),
                row.startedAt,
                renewedAt);
    }
}
