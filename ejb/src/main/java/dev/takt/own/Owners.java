package dev.takt.own;

import dev.takt.cluster.NodeIdentity;
import dev.takt.core.task.AttemptReport;
import dev.takt.record.OwnerDatabase;
import dev.takt.record.SettingsRows;
import dev.takt.work.AttemptReports;
import dev.takt.work.Worker;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** One owner for each pool, and the way to them. */
@ApplicationScoped
public class Owners implements AttemptReports {
    private static final Logger LOG = Logger.getLogger(Owners.class);

    /** How long a stopping node waits for its owners' last transactions. */
    private static final long STOP_MILLIS = 5_000;

    /** Threads that complete answers; with them, whatever submitters hang on to these. */
    private static final int ANSWER_THREADS = 4;

    @Inject
    private OwnerDatabase database;

    @Inject
    private NodeIdentity self;

    @Inject
    private Worker worker;

    @Inject
    private EventPublisher events;

    @Inject
    private TriggerPlanner planner;

    @Resource
    private ManagedThreadFactory threads;

    private ExecutorService answers;
    private final Map<String, Owner> owners = new ConcurrentSkipListMap<>();
    private final Map<String, Thread> running = new TreeMap<>();

    /** Makes an owner for each pool that has none yet. */
    synchronized void begin() {
        if (answers == null) {
            answers = Executors.newFixedThreadPool(ANSWER_THREADS, threads);
        }
        OwnerParts parts =
                new OwnerParts(database, self, new LocalWorkers(self, worker), planner, events::publish, answers);
        List<String> pools = database.inSession(session ->
                SettingsRows.pools(session).stream().map(row -> row.name).toList());
        for (String pool : pools) {
            Thread thread = running.get(pool);
            if (thread == null || !thread.isAlive()) {
                if (thread != null) {
                    LOG.errorf("The owner's thread of pool '%s' had ended; it is started again.", pool);
                }
                Owner owner = owners.computeIfAbsent(pool, name -> new Owner(parts, name));
                Thread started = threads.newThread(owner);
                started.setName("takt-owner-" + pool);
                running.put(pool, started);
                started.start();
            }
        }
    }

    /** Ends all ownership: what was taken is answered, leases are given up. */
    synchronized void end() {
        owners.values().forEach(Owner::stop);
        for (Thread thread : running.values()) {
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (answers != null) {
            answers.shutdown();
        }
    }

    /** The tick: every owner has a round, whatever else happens. */
    void tick() {
        owners.values().forEach(Owner::wake);
    }

    @Override
    public boolean offer(String pool, AttemptReport report) {
        Owner owner = owners.get(pool);
        return owner != null && owner.report(self.id(), report);
    }

    /** The triggers of some job changed: owners read them again. */
    public void triggersChanged() {
        owners.values().forEach(Owner::triggersChanged);
    }

    /** Pools or queues changed: owners read them again. */
    public void settingsChanged() {
        owners.values().forEach(Owner::settingsChanged);
    }

    /** There may be something in the inbox, or other handlers. */
    public void wake() {
        owners.values().forEach(Owner::sweep);
    }

    /** The owner of a pool if it is this node. */
    Optional<Owner> reigning(String pool) {
        return Optional.ofNullable(owners.get(pool)).filter(Owner::isReigning);
    }

    List<Owner> all() {
        return new ArrayList<>(owners.values());
    }
}
