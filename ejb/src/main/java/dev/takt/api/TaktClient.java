package dev.takt.api;

import java.util.List;
import java.util.Optional;

/**
 * Gives work to Takt from any deployment on the server:
 *
 * <pre>{@code
 * @Inject TaktClient takt;
 * ...
 * takt.submit(TaskRequest.forJob("invoice").key("order-" + id).payload(order).build());
 * }</pre>
 *
 * Called inside a JTA transaction, submissions and cancellations belong to it: they happen when it commits, and never
 * when it rolls back. Called outside, a submission is durable when the call returns. All calls throw a
 * {@link TaktException} whose message says what was wrong, the rule, and what to do.
 */
public interface TaktClient {
    /**
     * Submits one task.
     *
     * @return its id and state; a request whose key is known gives the first task, with {@link TaskReceipt#existing()}
     */
    TaskReceipt submit(TaskRequest request);

    /**
     * Submits up to {@value #BATCH_MAX} tasks, all or none.
     *
     * @return one receipt for each request, in the same order
     */
    List<TaskReceipt> submitAll(List<TaskRequest> requests);

    /** Looks a task up, waiting, running or ended; empty when there is none with this id (or it is no longer kept). */
    Optional<TaskView> find(String id);

    /**
     * Asks for the end of a task. One that waits is cancelled at once; one that runs is told, then interrupted, and
     * the receipt says RUNNING until it has stopped.
     */
    TaskReceipt cancel(String id);

    /** How many requests {@link #submitAll} takes at most: what one transaction writes in some tens of milliseconds. */
    int BATCH_MAX = 1_000;
}
