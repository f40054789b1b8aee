package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/**
 * Shortest job first, but waiting counts: a task gives way to shorter ones that come within {@link #AGEING_FACTOR} times
 * its own expected run, and to none that come later. So nothing starves, and a wait stays in proportion to the work
 * waited for. The idea of the highest response ratio (P. Brinch Hansen, "An analysis of response ratio scheduling",
 * 1971) with equal speeds of ageing, so that a fixed rank expresses it. Cost: as {@link ShortestJobFirst}.
 */
public record ShortestJobFirstWithAgeing() implements Order {
    public static final String NAME = "SJF_AGEING";

    /** How many times its expected run a task lets shorter ones pass: enough for a burst, and an end is in sight. */
    public static final int AGEING_FACTOR = 20;

    /** Expectations are cut at a hundred days: the product stays in range, and such a task is last as it is. */
    private static final long EXPECTED_MAX_MICROS = 100L * 86_400_000_000L;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rank(TaskSpec task, long readyMicros, Expectation expected) {
        return readyMicros + AGEING_FACTOR * Math.min(expected.micros(task), EXPECTED_MAX_MICROS);
    }
}
