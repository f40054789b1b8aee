package dev.takt.api;

import java.util.List;

/**
 * {@link TaktClient} for callers outside the server, by EJB over HTTP upgrade:
 * {@code ejb:takt/takt-ejb/TaktRemoteBean!dev.takt.api.TaktRemote}. Needs a user with the role submitter, to cancel with
 * the role operator; others get an {@code EJBAccessException}.
 */
public interface TaktRemote {
    /** Submits one task; see {@link TaktClient#submit}. */
    TaskReceipt submit(TaskRequest request);

    /** Submits up to {@value TaktClient#BATCH_MAX} tasks, all or none; see {@link TaktClient#submitAll}. */
    List<TaskReceipt> submitAll(List<TaskRequest> requests);

    /** Looks a task up; null when there is none with this id (an {@code Optional} cannot travel). */
    TaskView find(String id);

    /** Asks for the end of a task; see {@link TaktClient#cancel}. */
    TaskReceipt cancel(String id);
}
