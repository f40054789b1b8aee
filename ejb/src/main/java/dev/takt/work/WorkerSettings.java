package dev.takt.work;

import java.time.Duration;

/**
 * A worker's limits.
 *
 * @param slots how many attempts run at once
 * @param replacedMax how many abandoned threads are replaced; more would let broken handlers fill the memory with stacks
 * @param cancelGrace how long a handler has to notice a cancellation before it is interrupted
 * @param abandonGrace how long a handler has to end after its interrupt before it is abandoned
 */
public record WorkerSettings(int slots, int replacedMax, Duration cancelGrace, Duration abandonGrace) {
    private static final int SLOTS_MAX = 10_000;

    public WorkerSettings {
        if (slots < 1 || slots > SLOTS_MAX) {
            throw new IllegalArgumentException(
                    "takt.slots is " + slots + "; a node has 1 to " + SLOTS_MAX + " slots. Correct the property.");
        }
        if (replacedMax < 0 || cancelGrace.isNegative() || abandonGrace.isNegative()) {
            throw new IllegalArgumentException("takt.slots.replaced.max is " + replacedMax + ", takt.cancel.grace "
                    + cancelGrace + ", takt.abandon.grace " + abandonGrace
                    + "; none may be negative. Correct the properties.");
        }
    }

    /** From the system properties {@code takt.slots}, {@code takt.slots.replaced.max}, {@code takt.cancel.grace}, {@code takt.abandon.grace}. */
    public static WorkerSettings fromSystemProperties() {
        return new WorkerSettings(
                Integer.getInteger("takt.slots", 64),
                Integer.getInteger("takt.slots.replaced.max", 16),
                Duration.parse(System.getProperty("takt.cancel.grace", "PT1S")),
                Duration.parse(System.getProperty("takt.abandon.grace", "PT2S")));
    }
}
