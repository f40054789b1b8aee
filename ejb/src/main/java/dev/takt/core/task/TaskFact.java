package dev.takt.core.task;

/** What happened to a task: facts, in the past tense. Which states they lead to is in {@link Transition}. */
public enum TaskFact {
    /** What it waited for has ended well. */
    UNBLOCKED,
    /** A second person agreed. */
    APPROVED,
    /** Its due time, or the end of its retry wait, has come. */
    BECAME_DUE,
    /** Somebody did not want to wait for the due time. */
    HASTENED,
    /** It was given to a node. */
    STARTED,
    /** The attempt gave control back with work left. */
    YIELDED,
    /** The attempt failed or timed out, and there will be another. */
    RETRIED,
    /** The attempt's node is gone, and there will be another attempt. */
    LOST,
    /** The attempt succeeded. */
    SUCCEEDED,
    /** The last attempt failed. */
    FAILED,
    /** The last attempt took too long. */
    TIMED_OUT,
    /** Too many attempts were lost with their nodes. */
    QUARANTINED,
    /** Somebody stopped it. */
    CANCELLED,
    /** Its time to live was over before it started. */
    EXPIRED
}
