package dev.takt.api;

/**
 * Performs tasks. Implement it in a CDI bean of your own deployment and name the bean with {@link Handles}:
 *
 * <pre>{@code
 * @Handles("invoice")
 * @ApplicationScoped
 * public class InvoiceHandler implements TaskHandler {
 *     public TaskResult handle(TaskContext task) {
 *         Order order = task.payload(Order.class);
 *         ...
 *         return TaskResult.of(new Invoice(...));
 *     }
 * }
 * }</pre>
 *
 * The same bean may be called by many threads at once. Execution is at least once: an attempt whose node dies is tried
 * again, so make the effects idempotent, for example by the {@linkplain TaskContext#id() task's id}.
 */
@FunctionalInterface
public interface TaskHandler {
    /**
     * Performs one attempt. Returning means success. Throwing means that the attempt failed and will be retried if the
     * task's retry policy has attempts left; a {@link TaskFailedException} can forbid the retry. A long one may return
     * {@link TaskResult#yield} when it {@linkplain TaskContext#shouldYield() should}. The thread is
     * interrupted when the timeout is over or the task is cancelled; end soon then, with any exception.
     *
     * @param task what to do, and the means to report on it
     * @return the result; null means {@link TaskResult#none()}
     */
    TaskResult handle(TaskContext task) throws Exception;
}
