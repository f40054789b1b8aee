package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/**
 * Last come, first served: the newest first, for work whose value fades (a refresh, a preview). It promises nothing to
 * the old: while new tasks come as fast as they are served, old ones starve. Tasks of one submission became ready
 * together and go in the order they were given. A task that yields goes back to its old place, behind whatever has come
 * since: with slices this is the preemptive-resume discipline. Mean waiting time is that of first come, first served,
 * its variance greater (J. F. C. Kingman, "The effect of queue discipline on waiting time variance", 1962). Cost: none.
 */
public record LastComeFirstServed() implements Order {
    public static final String NAME = "LIFO";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rank(TaskSpec task, long readyMicros, Expectation expected) {
        return -readyMicros;
    }

    @Override
    public long rankAfterSlice(TaskSpec task, long yieldedMicros, Expectation expected) {
        return -Math.max(task.submittedMicros(), task.dueMicros());
    }
}
