package dev.takt.core.task;

/** How an attempt ended. */
public enum AttemptOutcome {
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    /** Stopped because the task was to be cancelled. */
    CANCELLED,
    /** Gave its slot back with work left: the attempt goes on with its next slice. */
    YIELDED,
    /** Its node died or forgot it; nobody knows how far it came. */
    LOST
}
