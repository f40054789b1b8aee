package dev.takt.record;

import dev.takt.api.TaskState;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;

/** What many tasks of a batch share: it comes from their job, or from one who submits them together. */
record KindOfTask(
        String pool,
        String queue,
        TaskState state,
        int priority,
        String job,
        int jobVersion,
        String handler,
        String submittedBy,
        long timeoutMillis,
        RetryPolicy retry,
        int attempt,
        String node) {
    static KindOfTask of(Task task) {
        TaskSpec spec = task.spec();
        return new KindOfTask(
                spec.pool(),
                spec.queue(),
                liveState(task),
                spec.priority(),
                spec.job(),
                spec.jobVersion(),
                spec.handler(),
                spec.submittedBy(),
                spec.timeoutMillis(),
                spec.retry(),
                task.attempt(),
                task.node());
    }

    /** A task that is made and ended by one decision passes through the table as if it had waited. */
    private static TaskState liveState(Task task) {
        return task.state().isFinal() ? TaskState.READY : task.state();
    }
}
