package dev.takt.web.console;

import dev.takt.own.Draining;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Taking nodes out of service and back. */
@Named
@RequestScoped
public class NodePage {
    @Inject
    private Draining draining;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    public void drain(String node) {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            String name = draining.drain(node, viewer.getName()).name();
            notice.done("Node '" + name + "' drains: it is given no new tasks, what runs there goes on.");
        });
        snapshot.changed();
    }

    public void activate(String node) {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            String name = draining.activate(node, viewer.getName()).name();
            notice.done("Node '" + name + "' takes tasks again.");
        });
        snapshot.changed();
    }
}
