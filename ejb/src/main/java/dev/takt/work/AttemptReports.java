package dev.takt.work;

import dev.takt.core.task.AttemptReport;

/** Where a worker's reports go: the owner of the task's pool. Never blocks. */
public interface AttemptReports {
    /**
     * Takes a report.
     *
     * @return false when the owner's command queue is full or there is no owner here: keep it and repeat it soon
     */
    boolean offer(String pool, AttemptReport report);
}
