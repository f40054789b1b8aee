package dev.takt.core.pool;

import dev.takt.api.TaskState;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one round of commands comes to. The changes go to the record in one transaction, each task as it stands at the
 * end of the round; the effects happen after its commit. Read it before the machine decides again.
 */
public final class Decision {
    /** A task that ended, as the history keeps it. {@code startedMicros} is 0 when it never started. */
    public record Ended(
            Task task, TaskState state, String result, String error, long startedMicros, long endedMicros) {}

    /** An attempt that is worth a row of its own. */
    public record Attempt(
            Task task,
            int number,
            long token,
            String node,
            long startedMicros,
            long endedMicros,
            AttemptOutcome outcome,
            String error,
            String log) {}

    /** A change that a person asked for, for the audit. */
    public record Audited(String actor, String action, String target) {}

    /** An answer to give. */
    public record Answer(Ticket ticket, List<Task> tasks, Ticket.Refusal refusal) {}

    /** A running attempt to stop. */
    public record Stop(String node, Task task) {}

    /** A report that has been dealt with: the worker may forget it. */
    public record Settled(String node, AttemptReport report) {}

    private final List<Task> inserted = new ArrayList<>();
    private final Set<Task> updated = new LinkedHashSet<>();
    private final Set<Task> sliced = new LinkedHashSet<>();
    private final List<Ended> ended = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Audited> audited = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Task> started = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final List<Settled> refused = new ArrayList<>();

    /** Changes: rows to make. */
    public List<Task> inserted() {
        return inserted;
    }

    /** Changes: rows to bring up to date; may contain tasks that are also inserted or ended. */
    public Set<Task> updated() {
        return updated;
    }

    /** Changes: rows whose slices or checkpoint changed; each of them is also updated or ended. */
    public Set<Task> sliced() {
        return sliced;
    }

    /** Changes: rows to move to the history. */
    public List<Ended> ended() {
        return ended;
    }

    /** Changes: attempts to keep. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** Changes: what the audit keeps. */
    public List<Audited> audited() {
        return audited;
    }

    /** Effects: attempts to hand to their nodes, in this order. */
    public List<Task> started() {
        return started;
    }

    /** Effects: attempts to stop. */
    public List<Stop> stops() {
        return stops;
    }

    /** Effects: reports that workers may forget. */
    public List<Settled> settled() {
        return settled;
    }

    /** Effects: answers to those who wait. */
    public List<Answer> answers() {
        return answers;
    }

    /** Those of the settled reports that were refused because their token was not the record's. */
    public List<Settled> refused() {
        return refused;
    }

    /** Whether the record has to be written. */
    public boolean changesRecord() {
        return !inserted.isEmpty()
                || !updated.isEmpty()
                || !ended.isEmpty()
                || !attempts.isEmpty()
                || !audited.isEmpty();
    }
}
