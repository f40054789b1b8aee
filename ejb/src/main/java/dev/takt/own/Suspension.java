package dev.takt.own;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the server takes no further requests, because this node has prepared for its stop. */
@ApplicationScoped
public class Suspension {
    private volatile boolean suspended;

    public boolean isSuspended() {
        return suspended;
    }

    void set(boolean now) {
        suspended = now;
    }
}
