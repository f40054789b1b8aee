package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.cluster.LocalNode;
import dev.takt.record.Retention;
import dev.takt.work.Worker;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * The pulse of a node: EJB timers that start what must happen even if every message is lost. None of them is persistent:
 * each node has its own, and the leases in the record decide who acts.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Pulse {
    private static final Logger LOG = Logger.getLogger(Pulse.class);

    @Inject
    private LocalNode node;

    @Inject
    private Owners owners;

    @Inject
    private Worker worker;

    @Inject
    private Retention retention;

    @Inject
    private GracefulStop stop;

    @PostConstruct
    void begin() {
        retention.prepare();
        node.arrive();
        worker.onHandlersChanged(() -> {
            guarded("The node's report", node::report);
            owners.nodesChanged();
        });
        try {
            owners.begin();
            stop.begin();
        } catch (RuntimeException failure) {
            // Nobody calls end() then, and a node that only reports must not be taken for one that works.
            node.leave();
            throw failure;
        }
    }

    /** What must be interrupted ends here before others hear that the node has left, and start it again. */
    @PreDestroy
    void end() {
        stop.end();
        owners.end();
        worker.stop();
        try {
            node.leave();
        } catch (TaktException.Busy unreachable) {
            LOG.infof("The record could not be told that this node goes: %s", unreachable.getMessage());
        }
    }

    /** Owners renew their leases, and look at the inbox, at nodes and at times to live. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void tick() {
        guarded("The owners' tick", owners::tick);
    }

    /** New pools get their owner. */
    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void look() {
        guarded("Looking for new pools", owners::begin);
    }

    /** The record forgets what is too old, and makes room ahead. */
    @Schedule(hour = "*", minute = "*/10", second = "30", persistent = false)
    void retain() {
        guarded("Retention", retention::run);
    }

    /** A failing timer must not stop the timers: it says so, and is tried again with the next one. */
    private static void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (TaktException.Busy unreachable) {
            LOG.warnf("%s must wait: %s", what, unreachable.getMessage());
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "%s failed; it is tried again with the next timer.", what);
        }
    }
}
