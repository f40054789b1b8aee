package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/**
 * Earliest deadline first: by the deadline that a task declares; those without one come after all that have one, first
 * come, first served. If any order meets all deadlines of tasks that are ready together, this one does (J. R. Jackson,
 * 1955); with tasks of one length also when they come one after the other. When there is more work than time, it may
 * miss many deadlines by a little; and a task without a deadline starves while tasks with one use up the capacity.
 * Nothing is stopped when its deadline passes: that is what a timeout and a time to live are for. A task that yields
 * keeps its place, so with slices an earlier deadline that comes later need not wait for the end of a long run (C. L.
 * Liu, J. W. Layland, 1973). Cost: none.
 */
public record EarliestDeadlineFirst() implements Order {
    public static final String NAME = "EDF";

    /** Ranks of tasks without a deadline begin here, which as a deadline is in the year 2540. */
    private static final long WITHOUT_DEADLINE = RANK_LIMIT / 2;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rank(TaskSpec task, long readyMicros, Expectation expected) {
        long deadline = task.demand().deadlineMicros();
        return deadline == 0 ? WITHOUT_DEADLINE + readyMicros : Math.min(deadline, WITHOUT_DEADLINE);
    }
}
