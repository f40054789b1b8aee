package dev.takt.core.task;

/** How an attempt ended. */
public enum AttemptOutcome {
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    /** Stopped because the task was to be cancelled. */
    CANCELLED,
    /** Its node died or forgot it; nobody knows how far it came. */
    LOST
}
