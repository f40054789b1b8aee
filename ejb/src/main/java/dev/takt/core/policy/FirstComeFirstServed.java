package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/**
 * First come, first served: by the time at which a task became ready. Fair in waiting, blind to length and urgency. The
 * baseline of queueing theory (A. K. Erlang, 1909). Cost: none.
 */
public record FirstComeFirstServed() implements Order {
    public static final String NAME = "FCFS";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rank(TaskSpec task, long readyMicros, Expectation expected) {
        return readyMicros;
    }
}
