package dev.takt.own;

import dev.takt.cluster.Group;
import dev.takt.cluster.LivePicture;
import dev.takt.cluster.LocalNode;
import dev.takt.cluster.Message;
import dev.takt.cluster.NodeIdentity;
import dev.takt.core.task.AttemptReport;
import dev.takt.record.Database;
import dev.takt.record.OwnerDatabase;
import dev.takt.record.SettingsRows;
import dev.takt.work.AttemptReports;
import dev.takt.work.Worker;
import dev.takt.work.WorkerTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** This node's owners, one for each pool (whether it reigns or not), and the way to those of other nodes. */
@ApplicationScoped
public class Owners implements AttemptReports, Group.Listener {
    private static final Logger LOG = Logger.getLogger(Owners.class);

    /** How long a stopping node waits for its owners' last transactions. */
    private static final long STOP_MILLIS = 5_000;

    /** Threads that complete answers; with them, whatever submitters hang on to these. */
    private static final int ANSWER_THREADS = 4;

    @Inject
    private OwnerDatabase database;

    @Inject
    private Database lists;

    @Inject
    private NodeIdentity self;

    @Inject
    private LocalNode node;

    @Inject
    private Worker worker;

    @Inject
    private EventPublisher events;

    @Inject
    private TriggerPlanner planner;

    @Inject
    private Group group;

    @Inject
    private LivePicture picture;

    @Resource
    private ManagedThreadFactory threads;

    private final Questions questions = new Questions();
    private final Map<String, Owner> owners = new ConcurrentSkipListMap<>();
    private final Map<String, Thread> running = new TreeMap<>();
    private ExecutorService answers;
    private ExecutorService counts;
    private ExecutorService vacuums;
    private Rehearsal rehearsal;
    private boolean ended;
    private volatile OwnerParts parts;
    private volatile Switchboard switchboard;

    /** Makes an owner for each pool that has none yet. */
    synchronized void begin() {
        if (ended) {
            return;
        }
        if (parts == null) {
            answers = Executors.newFixedThreadPool(ANSWER_THREADS, threads);
            counts = Executors.newSingleThreadExecutor(threads);
            vacuums = Executors.newSingleThreadExecutor(threads);
            WorkerDoor door = new WorkerDoor(worker);
            switchboard = new Switchboard(owners::get, owners::values, door, group, questions);
            Workers workers = new NodeWorkers(self.id(), door, group, node::present, this::hearStock);
            PoolRecord record = new SqlPoolRecord(database, lists);
            parts = new OwnerParts(
                    record,
                    WorkerTime.system(),
                    self,
                    workers,
                    planner,
                    events::publish,
                    answers,
                    counts,
                    new Vacuuming(record::vacuum, WorkerTime.system(), vacuums)::ended);
            rehearsal = new Rehearsal(parts.record(), parts.time(), planner, self);
            group.join(this);
        }
        group.askForIntroductions();
        if (group.hasOthers() && rehearsal.claim()) {
            counts.execute(rehearsal::play);
        }
        List<String> pools = database.inSession(session ->
                SettingsRows.pools(session).stream().map(row -> row.name).toList());
        for (String pool : pools) {
            Thread thread = running.get(pool);
            if (thread == null || !thread.isAlive()) {
                if (thread != null) {
                    LOG.errorf("The owner's thread of pool '%s' had ended; it is started again.", pool);
                }
                Owner owner = new Owner(parts, pool);
                owners.put(pool, owner);
                Thread started = threads.newThread(owner);
                started.setName("takt-owner-" + pool);
                running.put(pool, started);
                started.start();
            }
        }
    }

    /** Ends all ownership: what was taken is answered, leases are given up. */
    synchronized void end() {
        ended = true;
        owners.values().forEach(Owner::stop);
        for (Thread thread : running.values()) {
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        group.leave();
        if (answers != null) {
            answers.shutdown();
            counts.shutdown();
            vacuums.shutdown();
        }
    }

    /** The tick: every owner has a round, whatever else happens. */
    void tick() {
        node.timesReplaced(owners.values().stream().mapToLong(Owner::replaced).sum());
        owners.values().forEach(Owner::wake);
    }

    private void hearStock(String pool, Request.Stock stock) {
        Owner owner = owners.get(pool);
        if (owner != null) {
            owner.hear(stock);
        }
    }

    @Override
    public boolean offer(String pool, AttemptReport report) {
        return switchboard != null && switchboard.report(self.id(), pool, report);
    }

    @Override
    public void heard(String from, Message message) {
        switchboard.hear(from, message);
    }

    @Override
    public void lost(String lost) {
        // First: whoever asked the lost node is answered by work in threads that a burial must not wait for.
        node.watch(lost, () -> owners.values().forEach(owner -> owner.heardOfLoss(lost)));
        questions.lost(lost);
    }

    @Override
    public void changed() {
        picture.showAgain();
        owners.values().forEach(Owner::sweep);
    }

    /** The triggers of some job changed: owners read them again. */
    public void triggersChanged() {
        owners.values().forEach(Owner::triggersChanged);
        tellOthers(Message.Changed.What.TRIGGERS);
    }

    /** Pools or queues changed: owners read them again. */
    public void settingsChanged() {
        owners.values().forEach(Owner::settingsChanged);
        tellOthers(Message.Changed.What.SETTINGS);
    }

    /** There is something in the inbox. */
    public void wake() {
        owners.values().forEach(Owner::sweep);
        tellOthers(Message.Changed.What.INBOX);
    }

    /** What this or another node can do has changed in the record. */
    void nodesChanged() {
        owners.values().forEach(Owner::sweep);
        tellOthers(Message.Changed.What.NODES);
    }

    /** Before this node has begun there is nobody to tell. */
    private void tellOthers(Message.Changed.What what) {
        if (parts != null) {
            group.sendToAll(new Message.Changed(what));
        }
    }

    /** Whether some pool is owned here. */
    boolean isAnyReigning() {
        return owners.values().stream().anyMatch(Owner::isReigning);
    }

    /** The owner of a pool as this node has it, reigning or not; null when there is no such pool. */
    Owner of(String pool) {
        return owners.get(pool);
    }

    List<Owner> all() {
        return new ArrayList<>(owners.values());
    }

    Questions questions() {
        return questions;
    }

    Group group() {
        return group;
    }

    /** Runs what may block on the way to an answer. */
    ExecutorService answers() {
        return answers;
    }
}
