package dev.takt.core.policy;

import dev.takt.core.task.TaskSpec;

/**
 * Shortest job first: by how long a task is expected to run: declared, else the mean of its job, else of its handler, as
 * known when it became ready. The least mean waiting time of all orders that do not interrupt (L. Schrage, L. Miller,
 * 1966; W. E. Smith, 1956). A task of which nothing is known goes first, so that something becomes known.
 *
 * <p>It promises nothing to the long: while the queue's capacity is used up by shorter tasks, longer ones starve. Where
 * that matters, choose {@link ShortestJobFirstWithAgeing}. Cost: two look-ups in a hash table for each task that
 * becomes ready.
 */
public record ShortestJobFirst() implements Order {
    public static final String NAME = "SJF";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long rank(TaskSpec task, long readyMicros, Expectation expected) {
        return Math.min(expected.micros(task), RANK_LIMIT - 1);
    }
}
