package dev.takt.cluster;

import dev.takt.api.TaktException;
import dev.takt.cluster.Nodes.NodeView;
import dev.takt.core.node.NodeFacts;
import dev.takt.record.DatabaseClock;
import dev.takt.record.Labels;
import dev.takt.record.NodeRows;
import dev.takt.record.OwnerDatabase;
import dev.takt.record.row.NodeRow;
import dev.takt.work.Worker;
import dev.takt.work.WorkerTime;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jboss.logging.Logger;

/** This node's row in the record: it arrives at boot, reports every 400 ms, and leaves when it stops. */
@ApplicationScoped
public class LocalNode {
    private static final Logger LOG = Logger.getLogger(LocalNode.class);

    /** Whether this node drains is for people to see and for handlers that can yield, so every fifth report asks. */
    private static final int REPORTS_PER_LOOK = 5;

    /**
     * After how much silence a report gives up, and is made again on a new connection: the first may be dead, and the term
     * for which a node is believed without a report ({@value dev.takt.record.NodeRows#TERM_SECONDS} s) has room for both.
     */
    private static final Duration REPORT_SILENCE_MAX = Duration.ofSeconds(1);

    @Resource
    private ManagedScheduledExecutorService timers;

    @Resource
    private ManagedThreadFactory threads;

    private final Instant startedAt = Instant.now();
    private final NodeTraits traits = NodeTraits.fromSystemProperties();

    /** The owners' connections: a busy console must not keep a node from saying that it is there. */
    @Inject
    private OwnerDatabase database;

    @Inject
    private NodeIdentity identity;

    @Inject
    private Worker worker;

    @Inject
    private LivePicture picture;

    private final WorkerTime time = WorkerTime.system();
    private Presence presence;
    private volatile boolean arrived;
    private volatile long timesReplaced;
    private volatile boolean draining;
    private int reports;

    @PostConstruct
    void begin() {
        presence = new Presence(new Roll(), worker, time::nanos, new Later());
    }

    /**
     * Registers this incarnation; earlier ones of the same server are marked as left.
     *
     * @throws IllegalStateException when this node's clock is wrong
     */
    public void arrive() {
        NodeRow row = new NodeRow();
        NodeRows.Load load = load();
        row.id = identity.id();
        row.name = identity.name();
        row.address = address();
        row.labels = Objects.requireNonNullElse(Labels.write(traits.labels()), "{}");
        row.weight = traits.weight();
        row.cpuMillis = traits.cpuMillis();
        row.memoryMb = traits.memoryMb();
        row.slots = load.slots();
        row.running = load.running();
        row.stuck = load.stuck();
        row.cpuLoad = load.cpuLoad();
        row.memoryUsed = load.memoryUsed();
        row.memoryMax = load.memoryMax();
        row.handlers = String.join(" ", load.handlers());
        row.startedAt = startedAt;
        long atNanos = time.nanos();
        row.renewedAt = timeOfDatabase();
        database.inSession(session -> {
            session.doWork(connection -> NodeRows.leaveEarlierLives(connection, row.name, row.id));
            session.insert(row);
            return null;
        });
        presence.heard(atNanos);
        arrived = true;
        Thread beat = threads.newThread(this::beat);
        beat.setName("takt-beat");
        beat.start();
        LOG.infof("This is node %s of server '%s' with %d slots.", row.id, row.name, row.slots);
    }

    private Instant timeOfDatabase() {
        Instant before = Instant.now();
        Instant now = database.query(DatabaseClock::now);
        DatabaseClock.check(before, now, Instant.now());
        return now;
    }

    /**
     * Reports again and again, in a thread of its own: EJB timers stand still while the server boots and while it is
     * suspended before it stops, and a node that does not report is taken for dead.
     */
    private void beat() {
        try {
            boolean heard = true;
            long begunNanos = time.nanos();
            while (arrived) {
                // From begin to begin: what waits here begins only while the latest report is young.
                long tookMillis = TimeUnit.NANOSECONDS.toMillis(time.nanos() - begunNanos);
                Thread.sleep(Math.max(1, Presence.pauseMillis(heard) - tookMillis));
                boolean before = heard;
                begunNanos = time.nanos();
                heard = isReportHeard(before);
                if (heard && !before) {
                    LOG.info("The record hears this node's reports again.");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports; says why that failed when it had not failed before. */
    private boolean isReportHeard(boolean before) {
        try {
            report();
            if (reports++ % REPORTS_PER_LOOK == 0) {
                look();
            }
            return true;
        } catch (TaktException.Busy unreachable) {
            if (before) {
                LOG.warnf("The node's report must wait: %s", unreachable.getMessage());
            }
        } catch (RuntimeException failure) {
            if (before) {
                LOG.errorf(failure, "The node's report failed; it is tried again.");
            }
        }
        return false;
    }

    private void look() {
        draining = database.once(REPORT_SILENCE_MAX, connection -> NodeRows.isDraining(connection, identity.id()));
        if (draining) {
            worker.askToYield();
        }
    }

    /** Says that this node is there, and how it is. */
    public synchronized void report() {
        if (!arrived) {
            return;
        }
        switch (presence.report()) {
            case HEARD -> {}
            case BACK ->
                LOG.warnf(
                        "This node %s was taken for dead, because it had not reported for some time, and is back. What it "
                                + "ran was given to others; its own results of these attempts are refused, and what had not begun is dropped.",
                        identity.id());
            case REPLACED ->
                LOG.warnf(
                        "The record says that node %s has left; another server with the name '%s' runs. "
                                + "Give each server its own jboss.node.name.",
                        identity.id(), identity.name());
        }
    }

    /** This node as it is at this moment, for the owners on it: the record may be some time behind. */
    public NodeFacts present() {
        return new NodeFacts(
                identity.id(),
                identity.name(),
                worker.slots(),
                worker.handlers(),
                traits.labels(),
                traits.weight(),
                traits.cpuMillis(),
                traits.memoryMb(),
                0,
                false);
    }

    /**
     * Watches a node that JGroups has lost, in a thread of this node's, until the record says that it is gone or it turns out to be only cut off.
     *
     * @param gone called when the node is gone
     */
    public void watch(String node, Runnable gone) {
        timers.execute(() -> presence.watch(node, () -> {
            gone.run();
            picture.forget(node);
        }));
    }

    private final class Later implements Presence.Timer {
        @Override
        public void after(long millis, Runnable action) {
            timers.schedule(action, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void pause(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The rows of the nodes. */
    private final class Roll implements Presence.Roll {
        @Override
        public boolean renew() {
            NodeRows.Load load = load();
            return database.once(REPORT_SILENCE_MAX, connection -> NodeRows.renew(connection, identity.id(), load));
        }

        @Override
        public boolean comeBack() {
            return database.inTransaction(
                    REPORT_SILENCE_MAX, connection -> NodeRows.comeBack(connection, identity.id()));
        }

        @Override
        public boolean bury(String node) {
            return database.inTransaction(connection -> NodeRows.bury(connection, node));
        }

        @Override
        public boolean isGone(String node) {
            return database.inTransaction(connection -> NodeRows.isGone(connection, node));
        }
    }

    /** Says that this node goes. */
    public void leave() {
        if (arrived) {
            arrived = false;
            database.inTransaction(connection -> {
                NodeRows.leave(connection, identity.id());
                return null;
            });
        }
    }

    private static String address() {
        return System.getProperty("jboss.bind.address.private", System.getProperty("jboss.bind.address", "127.0.0.1"));
    }

    /** This node as it is at this moment. */
    public NodeView view() {
        NodeRows.Load load = load();
        return new NodeView(
                identity.id(),
                identity.name(),
                address(),
                draining ? Nodes.DRAINING : Nodes.ACTIVE,
                traits.labels(),
                load.slots(),
                load.running(),
                load.stuck(),
                load.cpuLoad(),
                load.memoryUsed(),
                load.memoryMax(),
                load.handlers(),
                timesReplaced,
                startedAt,
                Instant.now());
    }

    /** How often this node has been replaced as an owner, for those who watch it. */
    public void timesReplaced(long times) {
        timesReplaced = times;
    }

    /** The handlers that are deployed here. */
    public Set<String> handlers() {
        return worker.handlers();
    }

    /** Whether a handler of this name is deployed here. */
    public boolean hasHandler(String name) {
        return worker.hasHandler(name);
    }

    /** How this node is at this moment. */
    private NodeRows.Load load() {
        Runtime runtime = Runtime.getRuntime();
        Set<String> handlers = new TreeSet<>(worker.handlers());
        return new NodeRows.Load(
                worker.slots(),
                worker.running().size(),
                worker.stuck(),
                cpuLoad(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                handlers);
    }

    /** How much of the machine this process uses, 0 to 1; 0 when the JVM does not say. */
    private static double cpuLoad() {
        try {
            Object load = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "ProcessCpuLoad");
            return load instanceof Double value && value > 0 ? value : 0;
        } catch (JMException unknown) {
            LOG.debugf(unknown, "This JVM does not tell its CPU load.");
            return 0;
        }
    }
}
