package dev.takt.api;

/** A handler's way to say that an attempt failed, and whether another try makes sense. */
public class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private TaskFailedException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** The attempt failed; try again as the task's retry policy says. */
    public static TaskFailedException retryable(String message, Throwable cause) {
        return new TaskFailedException(message, true, cause);
    }

    /** The task cannot succeed, whatever the retry policy says: a bad payload, a rule that is broken. */
    public static TaskFailedException permanent(String message, Throwable cause) {
        return new TaskFailedException(message, false, cause);
    }

    /** Whether another attempt makes sense. */
    public boolean isRetryable() {
        return retryable;
    }
}
