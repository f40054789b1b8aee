package dev.takt.core.queue;

import dev.takt.core.policy.Order;

/**
 * How a queue is to be served.
 *
 * @param order how its line is ordered; applies to tasks that become ready from now on
 * @param weight its share against other queues of the pool, 1 to 1000
 * @param runningLimit how many of its tasks may run at once; {@link #NO_LIMIT} for any number
 * @param paused when true none of its tasks starts
 */
public record QueueSettings(String name, Order order, int weight, int runningLimit, boolean paused) {
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    public QueueSettings {
        if (weight < 1 || weight > 1000) {
            throw new IllegalArgumentException("weight must be 1 to 1000, not " + weight);
        }
        if (runningLimit < 1) {
            throw new IllegalArgumentException("runningLimit must be at least 1, not " + runningLimit);
        }
    }
}
