package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/** How long a task is expected to run: what its submitter declared, else what has been learnt. */
public interface Expectation {
    /** In microseconds; 0 when nothing is known. */
    long micros(TaskSpec task);
}
