package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.cluster.NodeIdentity;
import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Demand;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.TimeOrderedId;
import dev.takt.work.WorkerTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Plays a take-over from its beginning to its end on a node that need not make one yet, so that a real one is not the
 * first time that its code runs: cold, it takes a quarter of a second more.
 *
 * <p>The pool is an invented one. Its first owner starts tasks and is lost; its second takes the pool, finds them running
 * on a node that there is not, starts them again, and hears that they succeeded. Each play is one transaction that is
 * rolled back, and no word leaves the owner: nobody ever sees any of it.
 */
final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);

    /** About what a node runs when it dies. */
    private static final int TASKS = 64;

    /** The second time still takes half as long as the first. */
    private static final int TIMES = 3;

    private final PoolRecord record;
    private final WorkerTime time;
    private final TriggerPlanner planner;
    private final String pool;
    private final AtomicBoolean due = new AtomicBoolean(true);

    Rehearsal(PoolRecord record, WorkerTime time, TriggerPlanner planner, NodeIdentity self) {
        this.record = record;
        this.time = time;
        this.planner = planner;
        this.pool = "rehearsal-" + self.id();
    }

    /** Whether it is to be played, which is for the caller to see to: it has not been, and nobody is at it. */
    boolean claim() {
        return due.compareAndSet(true, false);
    }

    /** Plays it; when the record is out of reach, it is due again. */
    void play() {
        long begin = time.nanos();
        try {
            for (int i = 0; i < TIMES; i++) {
                record.rehearse(pool, this::playOn);
            }
            LOG.debugf("A take-over was rehearsed in %d ms.", (time.nanos() - begin) / 1_000_000);
        } catch (TaktException.Busy outOfReach) {
            LOG.debugf(outOfReach, "A take-over could not be rehearsed now.");
            due.set(true);
        } catch (RuntimeException | LinkageError failure) {
            LOG.warnf(failure, "A take-over could not be rehearsed; the first one will be slower.");
        }
    }

    private void playOn(PoolRecord stage) {
        Reign first = reign(stage, new Extra());
        first.begin();
        first.round(List.of(new Request.Submission(tasks(), Tickets.nobody())), true, true);
        first.abdicate();

        Extra worker = new Extra();
        Reign second = reign(stage, worker);
        second.begin();
        second.round(List.of(), true, true);
        second.round(worker.reports(), false, false);
        second.abdicate();
    }

    private Reign reign(PoolRecord stage, Extra worker) {
        NodeFacts node = worker.self();
        long epoch = stage.take(pool, node.id(), node.name()).orElseThrow();
        EndedCounts counts = new EndedCounts();
        // Nobody is to be told, and nothing to be counted.
        OwnerParts parts = new OwnerParts(
                stage,
                time,
                new NodeIdentity(node.id(), node.name()),
                worker,
                planner,
                ended -> {},
                answer -> {},
                count -> {},
                ends -> {});
        PoolLoader.Loaded loaded = PoolLoader.load(stage, pool, epoch, counts);
        return new Reign(parts, epoch, loaded, counts, new Standing(time), lost -> {});
    }

    private List<TaskSpec> tasks() {
        List<TaskSpec> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(new TaskSpec(
                    TimeOrderedId.next(),
                    pool,
                    pool,
                    null,
                    0,
                    pool,
                    "{}",
                    null,
                    null,
                    null,
                    "takt",
                    0,
                    Micros.of(time.now()),
                    0,
                    0,
                    0,
                    RetryPolicy.NONE,
                    Demand.NONE));
        }
        return tasks;
    }

    /** The only worker of an act, on an invented node: it takes what it is given, and does nothing. */
    private final class Extra implements Workers {
        private final NodeFacts node = NodeFacts.plain(UUID.randomUUID().toString(), TASKS, Set.of(pool));
        private final List<Assignment> given = new ArrayList<>();

        List<Request> reports() {
            Instant now = time.now();
            List<Request> reports = new ArrayList<>();
            for (Assignment one : given) {
                reports.add(new Request.Report(
                        node.id(),
                        new AttemptReport(
                                one.task(), one.token(), AttemptOutcome.SUCCEEDED, null, null, false, null, now, now)));
            }
            return reports;
        }

        @Override
        public void start(Reigning reigning, String id, List<Assignment> assignments) {
            given.addAll(assignments);
        }

        @Override
        public void stop(Reigning reigning, String id, UUID task, long token) {}

        @Override
        public void settled(Reigning reigning, String id, List<AttemptReport> reports) {}

        @Override
        public void takeStock(Reigning reigning, String id, long latestToken) {}

        @Override
        public void begin(Reigning reigning) {}

        @Override
        public void handOver(String name, String id) {}

        @Override
        public boolean reaches(String id) {
            return false;
        }

        @Override
        public NodeFacts self() {
            return node;
        }
    }
}
