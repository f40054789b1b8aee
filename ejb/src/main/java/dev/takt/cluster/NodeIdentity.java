package dev.takt.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Who this node is: a new id at each boot, and the server's name, which stays. */
@ApplicationScoped
public class NodeIdentity {
    private final String id;
    private final String name;

    /** This server's: a new id, and the name that it was started with. */
    public NodeIdentity() {
        this(UUID.randomUUID().toString(), System.getProperty("jboss.node.name", "node"));
    }

    /** For use without a container: the incarnation's id, a UUID, and its server's name. */
    public NodeIdentity(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /** The incarnation. */
    public String id() {
        return id;
    }

    /** The server's name. */
    public String name() {
        return name;
    }
}
