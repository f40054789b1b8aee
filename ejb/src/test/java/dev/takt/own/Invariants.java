package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.pool.Decision;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Slices;
import dev.takt.core.task.Task;
import dev.takt.own.SimulatedDatabase.LeaseState;
import dev.takt.own.SimulatedDatabase.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** What must hold whatever goes wrong; checked with each commit, each start and each answer, and when all is calm again. */
final class Invariants {
    /** How much of a checkpoint is told: whose it is. */
    private static final int CHECKPOINT_TOLD_MAX_CHARS = 40;

    private final Timeline timeline;
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<AttemptRef, Begun> begun = new HashMap<>();
    private final Map<UUID, Begun> latest = new HashMap<>();
    private final Map<UUID, String> acknowledged = new TreeMap<>();
    private SimulatedDatabase database;

    /** A handler's call. */
    private static final class Begun {
        final SimulatedNode node;
        final long token;
        final long at;
        AttemptReport report;

        Begun(SimulatedNode node, long token, long at) {
            this.node = node;
            this.token = token;
            this.at = at;
        }

        /** Whether it has ended in a way after which there may be another. */
        boolean endedBadly() {
            return report != null && report.outcome() != AttemptOutcome.SUCCEEDED;
        }
    }

    Invariants(Timeline timeline) {
        this.timeline = timeline;
    }

    void watch(SimulatedDatabase itsDatabase) {
        database = itsDatabase;
    }

    Timeline.Violation fail(String format, Object... what) {
        return timeline.fail(format.formatted(what), null);
    }

    void check(boolean holds, String format, Object... what) {
        if (!holds) {
            throw fail(format, what);
        }
    }

    // ---- with each commit

    /** Only who does not renew is replaced. */
    void taken(String pool, LeaseState before, boolean free) {
        check(free, "the lease of %s is taken although %s renews it", pool, before.ownerName);
    }

    /** No commit carries an epoch older than the lease's; epochs rise. */
    void commits(String pool, long epoch, long leaseEpoch) {
        check(epoch == leaseEpoch, "a commit in %s carries epoch %d when the lease has %d", pool, epoch, leaseEpoch);
        long before = epochs.merge(pool, epoch, Math::max);
        check(before == epoch, "a commit in %s carries epoch %d after one of epoch %d", pool, epoch, before);
    }

    /** What succeeded is what the record's latest attempt has reported. */
    void ended(Row row, Decision.Ended end) {
        if (end.state() == TaskState.SUCCEEDED) {
            check(
                    row.standing().state() == TaskState.RUNNING
                            && String.valueOf(row.standing().token()).equals(end.result()),
                    "task %s succeeds with the result of attempt %s, but its latest is %d",
                    row.spec().id(),
                    end.result(),
                    row.standing().token());
            Begun attempt =
                    begun.get(new AttemptRef(row.spec().id(), row.standing().token()));
            check(
                    attempt != null,
                    "task %s succeeds without having run",
                    row.spec().id());
        }
    }

    /** A slice is counted when the record's latest has yielded; the next goes on from what it left, whatever becomes of it. */
    void sliced(Row before, Task task) {
        Slices old = before.standing().slices();
        Slices now = task.slices();
        if (now.count() <= old.count()) {
            check(
                    now.inRecord() || Objects.equals(now.checkpoint(), old.checkpoint()),
                    "task %s has the checkpoint %s, but no slice since %s",
                    task.id(),
                    brief(now.checkpoint()),
                    brief(old.checkpoint()));
            return;
        }
        Begun slice = begun.get(new AttemptRef(task.id(), before.standing().token()));
        check(
                slice != null && slice.report != null && slice.report.outcome() == AttemptOutcome.YIELDED,
                "a slice of task %s is counted, but its latest has not yielded",
                task.id());
        check(
                now.count() == old.count() + 1 && Objects.equals(now.checkpoint(), slice.report.result()),
                "task %s has %d slices and the checkpoint %s, but before it had %d, and the latest left %s",
                task.id(),
                now.count(),
                brief(now.checkpoint()),
                old.count(),
                brief(slice.report.result()));
    }

    private static String brief(String checkpoint) {
        return checkpoint == null || checkpoint.length() <= CHECKPOINT_TOLD_MAX_CHARS
                ? checkpoint
                : checkpoint.substring(0, CHECKPOINT_TOLD_MAX_CHARS);
    }

    // ---- with each start

    /** An attempt starts once, after its commit; another one only when the one before has ended, or its node suffered. */
    void began(SimulatedNode node, Assignment assignment) {
        UUID task = assignment.task();
        long token = assignment.token();
        AttemptRef attempt = new AttemptRef(task, token);
        timeline.tell(node.name(), "attempt %s begins", SimulatedNode.brief(attempt));
        Row row = database.live.get(task);
        check(
                row == null
                        ? database.history.containsKey(task)
                        : row.standing().token() >= token,
                "attempt %x of %s starts before it is in the record",
                token,
                task);
        if (row != null && row.standing().token() == token && row.standing().state() == TaskState.RUNNING) {
            check(
                    String.valueOf(row.spec().payload()).equals(String.valueOf(assignment.payload()))
                            && String.valueOf(row.standing().slices().checkpoint())
                                    .equals(String.valueOf(assignment.checkpoint())),
                    "attempt %x of %s starts with another payload or checkpoint than the record's",
                    token,
                    task);
            check(
                    row.standing().node().equals(node.id()),
                    "attempt %x of %s starts on %s, but the record has it on %s",
                    token,
                    task,
                    node.id(),
                    row.standing().node());
        }
        Begun now = new Begun(node, token, timeline.now());
        check(begun.put(attempt, now) == null, "attempt %x of %s starts twice", token, task);
        Begun before = latest.get(task);
        if (before == null || token > before.token) {
            check(
                    before == null || before.endedBadly() || before.node.hasSufferedSince(before.at),
                    "task %s starts again on %s though %s, which started it at %.3f s, was never in trouble",
                    task,
                    node.name(),
                    before == null ? "" : before.node.name(),
                    before == null ? 0 : before.at / 1e9);
            latest.put(task, now);
        } else {
            // Only an order that was on its way for longer than its node was away comes to that.
            check(
                    node.hasSufferedSince(before.at) && node.cameAt(attempt) >= database.thereSince(node.id()),
                    "attempt %x of %s, handed over at %.3f s, starts on %s after attempt %x, which began at %.3f s",
                    token,
                    task,
                    node.cameAt(attempt) / 1e9,
                    node.name(),
                    before.token,
                    before.at / 1e9);
        }
    }

    void attemptEnded(AttemptRef attempt, AttemptReport report) {
        Begun which = begun.get(attempt);
        if (which != null) {
            which.report = report;
        }
    }

    /** Who is told that a report is committed may forget it. */
    void confirmed(Collection<AttemptRef> attempts) {
        for (AttemptRef attempt : attempts) {
            Row row = database.live.get(attempt.task());
            check(
                    row == null
                            || row.standing().state() != TaskState.RUNNING
                            || row.standing().token() != attempt.token(),
                    "attempt %x of %s is settled, but runs by the record",
                    attempt.token(),
                    attempt.task());
        }
    }

    // ---- with each answer

    /**
     * An answer is durable when it is given. Of two requests with one key of which one is in the inbox while an owner
     * takes the other, one is answered with an id that makes no task; the key still stands for exactly one.
     */
    void answered(List<TaskReceipt> receipts, List<String> keys) {
        for (int i = 0; i < receipts.size(); i++) {
            UUID task = UUID.fromString(receipts.get(i).id());
            String key = keys.get(i);
            check(isKept(task), "task %s is acknowledged, but neither in the record nor was it in the inbox", task);
            acknowledged.put(task, String.valueOf(key));
        }
    }

    /** Who is told that a task is cancelled has an audit row, or another has, or the inbox keeps it until one is made. */
    void cancelled(UUID task) {
        check(
                database.audit.isCancelled(task) || database.cancelledInInbox.contains(task),
                "a cancellation of task %s is acknowledged, and there is no trace of it",
                task);
    }

    void hastened(UUID task, String actor) {
        check(
                database.audit.isHastened(task, actor),
                "%s is told that task %s is hastened, and the audit has no row of it",
                actor,
                task);
    }

    private boolean isKept(UUID task) {
        return database.state(task) != null || database.everInInbox.contains(task);
    }

    // ---- when all is calm again

    boolean isDrained(Collection<SimulatedNode> nodes) {
        return database.live.isEmpty()
                && database.inbox.isEmpty()
                && nodes.stream().allMatch(node -> node.worker().holds() == 0);
    }

    void whatIsLeft(Collection<SimulatedNode> nodes) {
        database.live.forEach((id, row) -> timeline.tell("left", "%s %s", id, row.standing()));
        database.inbox.forEach((id, item) -> timeline.tell("left", "inbox %s", item));
        nodes.forEach(node -> timeline.tell(
                "left", "%s holds %d, alive %s", node.name(), node.worker().holds(), node.isAlive()));
        check(
                isDrained(nodes),
                "%d tasks, %d inbox rows and %d attempts are left long after everything was well again",
                database.live.size(),
                database.inbox.size(),
                nodes.stream().mapToInt(node -> node.worker().holds()).sum());
    }

    /** Nothing acknowledged is missing; one task per key; counts equal transitions; nothing is held any more. */
    void afterwards(Collection<SimulatedNode> nodes) {
        acknowledged.forEach((task, key) -> check(
                database.history.containsKey(task) || database.keys.containsKey(key),
                "task %s (key %s) was acknowledged and is missing",
                task,
                key));
        Map<String, UUID> seen = new HashMap<>();
        Map<String, Map<TaskState, Long>> counted = new TreeMap<>();
        database.history.forEach((id, end) -> {
            String key = end.spec().clientKey();
            check(key == null || seen.put(key, id) == null, "key %s has two tasks", key);
            counted.computeIfAbsent(end.spec().pool(), pool -> new TreeMap<>()).merge(end.state(), 1L, Long::sum);
            check(
                    end.attempt() <= end.spec().retry().attempts() + end.lost() + end.stopped(),
                    "task %s had %d attempts, of which %d were lost and %d stopped, but may have only %d",
                    id,
                    end.attempt(),
                    end.lost(),
                    end.stopped(),
                    end.spec().retry().attempts());
        });
        check(counted.equals(database.counts), "counted %s, but the counters say %s", counted, database.counts);
        for (String pool : database.pools.keySet()) {
            pool(pool, nodes, counted.getOrDefault(pool, Map.of()));
        }
    }

    private void pool(String pool, Collection<SimulatedNode> nodes, Map<TaskState, Long> counted) {
        List<Owner> reigning = nodes.stream()
                .map(node -> node.owner(pool))
                .filter(Owner::isReigning)
                .toList();
        check(reigning.size() == 1, "%s has %d owners", pool, reigning.size());
        Owner owner = reigning.get(0);
        check(
                owner.ended().totals().equals(counted),
                "the owner of %s counted %s, but there were %s",
                pool,
                owner.ended().totals(),
                counted);
        owner.picture()
                .queues()
                .forEach((queue, picture) -> check(
                        picture.waiting() == 0 && picture.scheduled() == 0 && picture.running() == 0,
                        "queue %s of %s is drained, but its owner says %s",
                        queue,
                        pool,
                        picture));
    }

    int finished() {
        return database.history.size();
    }
}
