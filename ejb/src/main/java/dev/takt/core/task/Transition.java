package dev.takt.core.task;

import static dev.takt.api.TaskState.AWAITING_APPROVAL;
import static dev.takt.api.TaskState.BLOCKED;
import static dev.takt.api.TaskState.CANCELLED;
import static dev.takt.api.TaskState.EXPIRED;
import static dev.takt.api.TaskState.FAILED;
import static dev.takt.api.TaskState.READY;
import static dev.takt.api.TaskState.RUNNING;
import static dev.takt.api.TaskState.SCHEDULED;
import static dev.takt.api.TaskState.SUCCEEDED;
import static dev.takt.api.TaskState.TIMED_OUT;

import dev.takt.api.TaskState;
import java.util.List;

/**
 * One allowed move of a task. {@link #TABLE} is complete: what is not in it cannot happen.
 *
 * @param from the state before
 * @param fact what happened
 * @param to the state after
 */
public record Transition(TaskState from, TaskFact fact, TaskState to) {
    /** Every move there is. */
    public static final List<Transition> TABLE = List.of(
            new Transition(BLOCKED, TaskFact.UNBLOCKED, AWAITING_APPROVAL),
            new Transition(BLOCKED, TaskFact.UNBLOCKED, SCHEDULED),
            new Transition(BLOCKED, TaskFact.UNBLOCKED, READY),
            new Transition(AWAITING_APPROVAL, TaskFact.APPROVED, SCHEDULED),
            new Transition(AWAITING_APPROVAL, TaskFact.APPROVED, READY),
            new Transition(SCHEDULED, TaskFact.BECAME_DUE, READY),
            new Transition(SCHEDULED, TaskFact.HASTENED, READY),
            new Transition(READY, TaskFact.STARTED, RUNNING),
            new Transition(RUNNING, TaskFact.YIELDED, READY),
            new Transition(RUNNING, TaskFact.RETRIED, SCHEDULED),
            new Transition(RUNNING, TaskFact.LOST, READY),
            new Transition(RUNNING, TaskFact.SUCCEEDED, SUCCEEDED),
            new Transition(RUNNING, TaskFact.FAILED, FAILED),
            new Transition(RUNNING, TaskFact.QUARANTINED, FAILED),
            new Transition(RUNNING, TaskFact.TIMED_OUT, TIMED_OUT),
            new Transition(RUNNING, TaskFact.CANCELLED, CANCELLED),
            new Transition(BLOCKED, TaskFact.CANCELLED, CANCELLED),
            new Transition(AWAITING_APPROVAL, TaskFact.CANCELLED, CANCELLED),
            new Transition(SCHEDULED, TaskFact.CANCELLED, CANCELLED),
            new Transition(READY, TaskFact.CANCELLED, CANCELLED),
            new Transition(BLOCKED, TaskFact.EXPIRED, EXPIRED),
            new Transition(AWAITING_APPROVAL, TaskFact.EXPIRED, EXPIRED),
            new Transition(SCHEDULED, TaskFact.EXPIRED, EXPIRED),
            new Transition(READY, TaskFact.EXPIRED, EXPIRED));

    private static final boolean[][][] ALLOWED = allowed();

    private static boolean[][][] allowed() {
        int states = TaskState.values().length;
        boolean[][][] allowed = new boolean[states][TaskFact.values().length][states];
        for (Transition move : TABLE) {
            allowed[move.from.ordinal()][move.fact.ordinal()][move.to.ordinal()] = true;
        }
        return allowed;
    }

    /** Whether the table has this move. */
    public static boolean isAllowed(TaskState from, TaskFact fact, TaskState to) {
        return ALLOWED[from.ordinal()][fact.ordinal()][to.ordinal()];
    }
}
