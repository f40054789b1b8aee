package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.pool.Decision;
import dev.takt.core.task.Task;
import dev.takt.own.SimulatedDatabase.Row;
import dev.takt.record.InboxRows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The rows of the audit, and what must hold of them: each change that somebody asks of a task has one, and nothing else has. */
final class SimulatedAudit {
    private static final String CANCELLED = "task.cancel-requested";
    private static final String RETRIED = "task.retried";

    private final Invariants invariants;
    private final Mutation mutation;
    private final Set<Decision.Audited> rows = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();

    SimulatedAudit(Invariants invariants, Mutation mutation) {
        this.invariants = invariants;
        this.mutation = mutation;
    }

    /**
     * In an owner's transaction, before it changes any task: it has the rows of its changes.
     *
     * @param live the tasks before it
     * @param nowMicros the owner's clock, which is not behind its decision
     */
    void written(Decision decision, Map<UUID, Row> live, long nowMicros) {
        Map<String, Integer> found = new HashMap<>();
        if (mutation != Mutation.AUDIT_NOT_WRITTEN) {
            for (Decision.Audited row : decision.audited()) {
                rows.add(row);
                found.merge(row.action() + " " + row.target(), 1, Integer::sum);
                if (row.action().equals(CANCELLED)) {
                    cancelled.add(row.target());
                }
            }
        }
        Set<Task> changed = new LinkedHashSet<>(decision.inserted());
        changed.addAll(decision.updated());
        decision.ended().forEach(end -> changed.add(end.task()));
        for (Task task : changed) {
            Row before = live.get(task.id());
            expect(found, CANCELLED, task.id(), isCancelled(before, task) ? 1 : 0);
            expectHastened(found, before, task, nowMicros);
        }
        for (Task task : decision.inserted()) {
            UUID repeated = task.spec().retryOf();
            if (repeated != null) {
                found.merge(RETRIED + " " + repeated, -1, Integer::sum);
            }
        }
        found.forEach((row, surplus) ->
                invariants.check(surplus == 0, "the audit has %d rows too many of '%s'", surplus, row));
    }

    private void expect(Map<String, Integer> found, String action, UUID task, int times) {
        int told = Objects.requireNonNullElse(found.remove(action + " " + task), 0);
        invariants.check(
                told == times,
                "the audit says %s of %s %d times in a transaction, but it happened %d times",
                action,
                task,
                told,
                times);
    }

    private static boolean isCancelled(Row before, Task task) {
        boolean requested = before != null && before.standing().cancelRequestedMicros() != 0;
        return !requested && (task.isCancelRequested() || task.state() == TaskState.CANCELLED);
    }

    /**
     * What leaves the schedule before its time was hastened. What has ended, or whose time has come since, or what ran and may
     * have been in the schedule for a moment, may have been.
     */
    private void expectHastened(Map<String, Integer> found, Row before, Task task, long nowMicros) {
        TaskState was = before == null ? null : before.standing().state();
        long dueMicros =
                before == null ? task.spec().dueMicros() : before.standing().rank();
        boolean left = (was == null || was == TaskState.SCHEDULED) && task.state() != TaskState.SCHEDULED;
        boolean early = left && dueMicros > nowMicros && !task.state().isFinal();
        if (early || !(left || was == TaskState.RUNNING)) {
            expect(found, RETRIED, task.id(), early ? 1 : 0);
        } else {
            found.remove(RETRIED + " " + task.id(), 1);
        }
    }

    /** In the same transaction, when the tasks are changed: a cancellation that was taken from the inbox has been heeded. */
    void taken(InboxRows.Item item, Map<UUID, Row> live) {
        if (item instanceof InboxRows.Item.Cancellation cancellation) {
            UUID task = cancellation.task();
            invariants.check(
                    !live.containsKey(task) || isCancelled(task),
                    "a cancellation of %s was taken from the inbox, and the task goes on as if there had been none",
                    task);
        }
    }

    /** Whether somebody has asked for a task's end, by the audit. */
    boolean isCancelled(UUID task) {
        return cancelled.contains(task.toString());
    }

    /** Whether somebody has hastened a task, by the audit. */
    boolean isHastened(UUID task, String actor) {
        return rows.contains(new Decision.Audited(actor, RETRIED, task.toString()));
    }
}
