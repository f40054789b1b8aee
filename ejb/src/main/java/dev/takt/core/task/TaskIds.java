package dev.takt.core.task;

import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Makes task ids: UUIDs of version 7 (RFC 9562, section 6.2, method 1: a 12-bit counter within the millisecond), so that
 * ids made by one node rise, and ids of several nodes are ordered by time to the millisecond. No database is asked.
 */
public final class TaskIds {
    private static final int COUNTER_MAX = 0xfff;
    private static final int TIME_ORDERED = 7;

    private final LongSupplier clockMillis;
    private final RandomGenerator random;
    private long millis;
    private int counter;

    public TaskIds(LongSupplier clockMillis, RandomGenerator random) {
        this.clockMillis = clockMillis;
        this.random = random;
    }

    public synchronized UUID next() {
        long now = clockMillis.getAsLong();
        if (now > millis) {
            millis = now;
            counter = random.nextInt(COUNTER_MAX / 2);
        } else if (++counter > COUNTER_MAX) {
            // More than a millisecond can number, or a clock that went back: borrow from the future.
            millis++;
            counter = 0;
        }
        long high = (millis << 16) | 0x7000L | counter;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** When an id was made, by the clock of the node that made it; 1970 for one that Takt cannot have made. */
    public static Instant madeAt(UUID id) {
        return id.version() == TIME_ORDERED ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : Instant.EPOCH;
    }

    /** The smallest id of a time: ids made at or after it are not below. */
    public static UUID floor(Instant time) {
        return new UUID((Math.max(0, time.toEpochMilli()) << 16) | 0x7000L, 0x8000000000000000L);
    }
}
