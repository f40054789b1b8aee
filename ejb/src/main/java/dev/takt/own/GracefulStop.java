package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.cluster.NodeIdentity;
import dev.takt.record.Database;
import dev.takt.record.NodeRows;
import dev.takt.record.RecordException;
import dev.takt.work.Worker;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.as.server.suspend.SuspendableActivityRegistry.SuspendPriority;
import org.jboss.logging.Logger;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;

/**
 * Lets a server that stops end what it runs. WildFly suspends itself before it stops, and asks its parts to prepare for
 * that first; this part answers when the node is empty, or when its time is up. Until then nothing else of the server
 * is suspended: handlers have their deployments and resources, and submissions that arrive are accepted.
 *
 * <p>A server that is stopped without being suspended, and the undeployment of Takt alone, come here from {@link Pulse};
 * then the deployments of handlers may be gone already, and what these run fails and is tried again elsewhere.
 */
@ApplicationScoped
public class GracefulStop implements SuspendableActivity {
    private static final Logger LOG = Logger.getLogger(GracefulStop.class);

    /** How long a stopping node waits for what it runs, in seconds; 0 to interrupt it at once. */
    private static final String LIMIT = "takt.drain.seconds";

    private static final int LIMIT_SECONDS = 20;

    /** How long WildFly lets its parts prepare after SIGTERM, in seconds; it stops at once unless this is set. */
    private static final String WILDFLY_LIMIT = "org.wildfly.sigterm.suspend.timeout";

    /** What WildFly's other parts have after Takt: open requests end in this time. */
    private static final int OTHERS_SECONDS = 10;

    private static final ServiceName SUSPEND_CONTROLLER = ServiceName.parse("org.wildfly.server.suspend-controller");

    /** How often is looked whether the node is empty: not often enough to be a load, and soon enough for a stop. */
    private static final long LOOK_MILLIS = 50;

    private final Duration limit = Duration.ofSeconds(Math.max(0, Integer.getInteger(LIMIT, LIMIT_SECONDS)));

    @Inject
    private Database database;

    @Inject
    private NodeIdentity self;

    @Inject
    private Owners owners;

    @Inject
    private Worker worker;

    @Inject
    private Suspension suspension;

    @Resource
    private ManagedThreadFactory threads;

    private ServiceController<?> registration;
    private volatile boolean leaving;
    private boolean drained;
    private boolean announced;
    /** Whether the node drains because it stops, and not because an operator wanted it before. */
    private boolean drainsToStop;

    /** From now on the server waits for this node when it stops. An administrator's own limit for that stays. */
    void begin() {
        if (System.getProperty(WILDFLY_LIMIT) == null) {
            System.setProperty(WILDFLY_LIMIT, Long.toString(limit.toSeconds() + OTHERS_SECONDS));
        }
        ServiceBuilder<?> builder =
                CurrentServiceContainer.getServiceContainer().addService();
        Registration service = new Registration(builder.requires(SUSPEND_CONTROLLER));
        registration = builder.setInstance(service).install();
    }

    /** Takt is undeployed: drains the node unless that has been done. */
    void end() {
        registration.setMode(ServiceController.Mode.REMOVE);
        leaving = true;
        suspension.set(true);
        drain();
    }

    @Override
    public CompletionStage<Void> prepare(ServerSuspendContext context) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        leaving = true;
        Thread thread = threads.newThread(() -> {
            try {
                drain();
            } finally {
                done.complete(null);
            }
        });
        thread.setName("takt-drain");
        thread.start();
        return done;
    }

    @Override
    public CompletionStage<Void> suspend(ServerSuspendContext context) {
        suspension.set(true);
        return COMPLETED;
    }

    /** A server that was suspended goes on after all; one that an operator has drained stays so. */
    @Override
    public CompletionStage<Void> resume(ServerResumeContext context) {
        leaving = false;
        suspension.set(false);
        try {
            comeBack();
        } catch (TaktException.Busy | RecordException unreachable) {
            LOG.warnf(
                    "This node goes on, but the record could not be told and gives it no tasks: %s Activate node %s.",
                    unreachable.getMessage(), self.id());
        }
        return COMPLETED;
    }

    private synchronized void comeBack() {
        drained = false;
        announced = false;
        if (drainsToStop) {
            drainsToStop = false;
            setDraining(false);
        }
    }

    /** Returns when nothing is left here, or the time is up, or the server goes on after all. */
    private synchronized void drain() {
        if (drained || !leaving) {
            return;
        }
        drained = true;
        long began = System.nanoTime();
        LOG.infof(
                "This node drains: it runs %d attempts and waits up to %d s for them.",
                worker.running().size(), limit.toSeconds());
        DrainWatch watch = new DrainWatch(began, limit);
        try {
            while (leaving && !watch.isOver(System.nanoTime(), isAnythingLeft())) {
                Thread.sleep(watch.sleepMillis(System.nanoTime(), LOOK_MILLIS));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        int running = worker.running().size();
        if (running == 0) {
            LOG.infof("This node is empty after %d ms.", tookMillis);
        } else {
            LOG.warnf(
                    "%d attempts still run after %d ms; they are interrupted when the node stops, and started again"
                            + " elsewhere. More time can be given with -D%s.",
                    running, tookMillis, LIMIT);
        }
    }

    /** Tells everybody as soon as that can be done, and looks. */
    private boolean isAnythingLeft() {
        // Again each time: owners that have not yet heard of it may have handed something over.
        worker.askToYield();
        try {
            if (!announced) {
                drainsToStop = setDraining(true);
                announced = true;
            }
            return worker.holdsAnything() || (owners.isAnyReigning() && isThereASuccessor());
        } catch (TaktException.Busy | RecordException unreachable) {
            LOG.infof("The record could not be told that this node drains: %s", unreachable.getMessage());
            return worker.holdsAnything();
        }
    }

    private boolean setDraining(boolean draining) {
        boolean changed = database.inTransaction(connection -> NodeRows.setDraining(connection, self.id(), draining));
        if (changed) {
            owners.nodesChanged();
        }
        return changed;
    }

    /** Without another node, the owner stays here to the last: somebody must take the results. */
    private boolean isThereASuccessor() {
        return database.inTransaction(NodeRows::present).stream()
                .anyMatch(node -> !node.draining() && !node.id().equals(self.id()));
    }

    /** Registers with the server's suspend controller, which only services are given. */
    private final class Registration implements Service {
        private final Supplier<SuspendableActivityRegistry> server;

        Registration(Supplier<SuspendableActivityRegistry> server) {
            this.server = server;
        }

        @Override
        public void start(StartContext context) {
            // First of all: what handlers use is not suspended before them.
            server.get().registerActivity(GracefulStop.this, SuspendPriority.FIRST);
        }

        @Override
        public void stop(StopContext context) {
            server.get().unregisterActivity(GracefulStop.this);
        }
    }
}
