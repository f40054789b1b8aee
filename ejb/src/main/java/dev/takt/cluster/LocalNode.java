package dev.takt.cluster;

import dev.takt.api.TaktException;
import dev.takt.cluster.Nodes.NodeView;
import dev.takt.core.node.NodeFacts;
import dev.takt.record.Contact;
import dev.takt.record.Labels;
import dev.takt.record.NodeRows;
import dev.takt.record.OwnerDatabase;
import dev.takt.record.RecordException;
import dev.takt.record.row.NodeRow;
import dev.takt.work.Worker;
import dev.takt.work.WorkerTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jboss.logging.Logger;

/** This node's row in the record: it arrives at boot, reports every few seconds, and leaves when it stops. */
@ApplicationScoped
public class LocalNode {
    private static final Logger LOG = Logger.getLogger(LocalNode.class);

    /** How often a node reports itself: often enough that one that has stopped is noticed at once. */
    private static final long REPORT_MILLIS = 400;

    /** How soon a report that failed is made again: within the time for which a lost node is believed without one. */
    private static final long REPORT_AGAIN_MILLIS = 100;

    /** How often a lost node's reports are looked at, and how many times. */
    private static final long WATCH_MILLIS = 80;

    private static final int WATCHES_MAX = 20;

    /** Whether this node drains is for people to see, so every fifth report asks. */
    private static final int REPORTS_PER_LOOK = 5;

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
    private final Contact contact = new Contact(time.nanos(), NodeRows.CONTACT_BREAK_NANOS);
    private volatile boolean arrived;
    private volatile long timesReplaced;
    private volatile boolean draining;
    private int reports;

    /** Registers this incarnation; earlier ones of the same server are marked as left. */
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
        row.renewedAt = Instant.now();
        database.inSession(session -> {
            session.doWork(connection -> NodeRows.leaveEarlierLives(connection, row.name, row.id));
            session.insert(row);
            return null;
        });
        arrived = true;
        Thread beat = threads.newThread(this::beat);
        beat.setName("takt-beat");
        beat.start();
        LOG.infof("This is node %s of server '%s' with %d slots.", row.id, row.name, row.slots);
    }

    /**
     * Reports again and again, in a thread of its own: EJB timers stand still while the server boots and while it is
     * suspended before it stops, and a node that does not report is taken for dead.
     */
    private void beat() {
        try {
            boolean heard = true;
            while (arrived) {
                Thread.sleep(heard ? REPORT_MILLIS : REPORT_AGAIN_MILLIS);
                boolean before = heard;
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

    /** Says that this node is there, and how it is. */
    public synchronized void report() {
        if (!arrived) {
            return;
        }
        NodeRows.Load load = load();
        boolean known = database.inTransaction(connection -> {
            if (reports++ % REPORTS_PER_LOOK == 0) {
                draining = NodeRows.isDraining(connection, identity.id());
            }
            return NodeRows.renew(connection, identity.id(), load);
        });
        contact.made(time.nanos());
        if (known) {
            return;
        }
        if (database.inTransaction(connection -> NodeRows.comeBack(connection, identity.id()))) {
            LOG.warnf(
                    "This node %s was taken for dead, because it had not reported for some time, and is back. What it "
                            + "ran was given to others; its own results of these attempts are refused.",
                    identity.id());
        } else {
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
     * Watches a node that JGroups has lost, until the record says that it is gone or it turns out to be only cut off.
     *
     * @param gone called when the node is gone
     */
    public void watch(String node, Runnable gone) {
        watch(node, gone, WATCHES_MAX);
    }

    private void watch(String node, Runnable gone, int left) {
        try {
            boolean believable = contact.hasLasted(NodeRows.BURY_CONTACT_NANOS, time.nanos());
            if (database.inTransaction(
                    connection -> believable ? NodeRows.bury(connection, node) : NodeRows.isGone(connection, node))) {
                LOG.warnf("Node %s is gone.", node);
                gone.run();
                picture.forget(node);
                return;
            }
        } catch (TaktException.Busy | RecordException unreachable) {
            LOG.infof("Whether node %s is gone cannot be seen now: %s", node, unreachable.getMessage());
        }
        if (left > 0) {
            timers.schedule(() -> watch(node, gone, left - 1), WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            LOG.warnf("Node %s cannot be reached, but goes on reporting: it is cut off from this one.", node);
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
