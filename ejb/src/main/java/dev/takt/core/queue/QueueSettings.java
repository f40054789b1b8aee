package dev.takt.core.queue;

import dev.takt.core.policy.Order;

/**
 * How a queue is to be served.
 *
 * @param order how its line is ordered; applies to tasks that become ready from now on
 * @param orderChanges how often the order was changed. Tasks that were ready before a change keep their places, and go
 *     before those that become ready after it: ranks of different orders mean different things and cannot be compared
 * @param weight its share against other queues of the pool, 1 to 1000
 * @param runningLimit how many of its tasks may run at once; {@link #NO_LIMIT} for any number
 * @param sliceMillis after how long a handler that can yield should; 0 for never
 * @param paused when true none of its tasks starts
 */
public record QueueSettings(
        String name, Order order, int orderChanges, int weight, int runningLimit, long sliceMillis, boolean paused) {
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    /** The shortest slice: a decision's round trip takes milliseconds, so shorter ones would be mostly overhead. */
    public static final long SLICE_MIN_MILLIS = 10;

    /** The longest slice: a day. What runs longer without yielding is better limited by its timeout. */
    public static final long SLICE_MAX_MILLIS = 86_400_000L;

    /** Orders give ranks of at most so many bits, to either side of zero; above them stands the change of order. */
    private static final int ORDER_CHANGE_SHIFT = 56;

    /**
     * So many changes of order are told apart, which is all that a positive number has room for. After them the ranks
     * begin again at the lowest, and only a task that still waits since then would be passed.
     */
    private static final int ORDER_CHANGES_TOLD_APART = 127;

    public QueueSettings {
        if (weight < 1 || weight > 1000) {
            throw new IllegalArgumentException("weight must be 1 to 1000, not " + weight);
        }
        if (runningLimit < 1) {
            throw new IllegalArgumentException("runningLimit must be at least 1, not " + runningLimit);
        }
        if (sliceMillis != 0 && (sliceMillis < SLICE_MIN_MILLIS || sliceMillis > SLICE_MAX_MILLIS)) {
            throw new IllegalArgumentException("sliceMillis must be 0, or " + SLICE_MIN_MILLIS + " to "
                    + SLICE_MAX_MILLIS + ", not " + sliceMillis);
        }
    }

    /** A queue without slices, whose order was never changed. */
    public QueueSettings(String name, Order order, int weight, int runningLimit, boolean paused) {
        this(name, order, 0, weight, runningLimit, 0, paused);
    }

    /** The place in the line of what the order ranks so. */
    public long rank(long byOrder) {
        return ((long) (orderChanges % ORDER_CHANGES_TOLD_APART) << ORDER_CHANGE_SHIFT) + byOrder;
    }
}
