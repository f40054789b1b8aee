package dev.takt.own;

import dev.takt.access.Audit;
import dev.takt.api.TaktException;
import dev.takt.cluster.Nodes;
import dev.takt.cluster.Nodes.NodeView;
import dev.takt.record.Database;
import dev.takt.record.NodeRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Takes nodes out of service and back. A draining node goes on with what it runs and is given nothing new, by any owner;
 * that it is empty, and may be stopped, shows in its running count. Lists show the new state with the node's next report,
 * a few seconds later. A server that boots again takes work again.
 */
@ApplicationScoped
public class Draining {
    @Inject
    private Database database;

    @Inject
    private Nodes nodes;

    @Inject
    private Owners owners;

    /**
     * No owner gives the node another task; does nothing when that is so already.
     *
     * @param nodeId the incarnation
     * @param actor who wants it, for the audit
     * @return the node in its new state
     * @throws TaktException.NotFound when there is no such node, or it has left
     */
    public NodeView drain(String nodeId, String actor) {
        return set(nodeId, true, actor);
    }

    /** The node takes tasks again; parameters and refusals as for {@link #drain}. */
    public NodeView activate(String nodeId, String actor) {
        return set(nodeId, false, actor);
    }

    private NodeView set(String nodeId, boolean draining, String actor) {
        NodeView node = there(nodeId);
        boolean changed = database.inTransaction(connection -> {
            boolean set = NodeRows.setDraining(connection, nodeId, draining);
            if (set) {
                Audit.record(connection, actor, draining ? "node.drained" : "node.activated", node.name(), nodeId);
            }
            return set;
        });
        if (changed) {
            owners.nodesChanged();
        }
        return node.draining(draining);
    }

    private NodeView there(String nodeId) {
        return nodes.list().stream()
                .filter(node -> node.id().equals(nodeId) && node.isPresent())
                .findFirst()
                .orElseThrow(() -> new TaktException.NotFound(
                        "There is no node '" + nodeId + "' now; GET /nodes lists those there are."));
    }
}
