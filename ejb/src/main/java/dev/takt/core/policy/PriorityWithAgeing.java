package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/**
 * Higher priority first, but waiting counts: each minute in the line is worth one level of priority, so nothing
 * starves. Because all tasks age at the same speed, the order of two tasks never changes and a fixed rank expresses it
 * (the time-dependent priorities of L. Kleinrock, "A delay dependent queue discipline", 1964, with equal rates). Cost:
 * none.
 */
public record PriorityWithAgeing() implements Order {
    public static final String NAME = "PRIORITY";

    /** How long a task must wait to gain one level: with levels -100 to 100 the least urgent waits at most 200 minutes. */
    public static final long AGEING_MICROS_PER_LEVEL = 60_000_000L;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rank(TaskSpec task, long readyMicros, Expectation expected) {
        return readyMicros - task.priority() * AGEING_MICROS_PER_LEVEL;
    }
}
