package dev.takt.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Who this node is: a new id at each boot, and the server's name, which stays. */
@ApplicationScoped
public class NodeIdentity {
    private final String id = UUID.randomUUID().toString();
    private final String name = System.getProperty("jboss.node.name", "node");

    /** The incarnation. */
    public String id() {
        return id;
    }

    /** The server's name. */
    public String name() {
        return name;
    }
}
