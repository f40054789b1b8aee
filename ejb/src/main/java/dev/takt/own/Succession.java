package dev.takt.own;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.Rendezvous;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which node ought to own a pool: rendezvous hashing over the nodes that the record has as present, so that all agree
 * without a word, pools spread evenly, and a node that comes or goes moves only its own share. Nodes that drain do not
 * stand for election unless there are no others. This is only a preference; the lease decides.
 */
final class Succession {
    private Succession() {}

    /** The name of the server that ought to own a pool; null when there is none. */
    static String preferred(String pool, Collection<NodeFacts> nodes) {
        List<String> names = new ArrayList<>();
        for (NodeFacts node : nodes) {
            if (!node.draining()) {
                names.add(node.name());
            }
        }
        if (names.isEmpty()) {
            nodes.forEach(node -> names.add(node.name()));
        }
        return names.isEmpty() ? null : Rendezvous.first(pool, names);
    }
}
