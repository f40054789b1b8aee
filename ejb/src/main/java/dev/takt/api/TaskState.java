package dev.takt.api;

/**
 * Where a task stands. The states are in the order of its life; which may follow which is decided by one table,
 * {@code dev.takt.core.task.Transition}.
 */
public enum TaskState {
    /** Waits for other tasks. */
    BLOCKED,
    /** Waits for a second person. */
    AWAITING_APPROVAL,
    /** Due later: a delay, a fixed time, or the wait before a retry. */
    SCHEDULED,
    /** Stands in its queue's line; may start as soon as a node has room. */
    READY,
    /** An attempt is under way on a node. */
    RUNNING,
    /** Ended well; has a result. */
    SUCCEEDED,
    /** Ended by an error after its last attempt, or was quarantined. */
    FAILED,
    /** Ended because its last attempt took longer than its timeout. */
    TIMED_OUT,
    /** Ended by a person or a caller. */
    CANCELLED,
    /** Ended because it had not started before its time to live was over. */
    EXPIRED;

    /** Whether this is an end: no transition leaves it. */
    public boolean isFinal() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /** Whether the task has yet to start (again). */
    public boolean isWaiting() {
        return compareTo(RUNNING) < 0;
    }
}
