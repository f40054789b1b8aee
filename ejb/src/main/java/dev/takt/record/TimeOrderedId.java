package dev.takt.record;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then random bits. Rows made one after the
 * other so lie side by side in an index, and an id tells roughly when it was made. Within one process ids rise strictly:
 * the 12 bits after the time count up within a millisecond (RFC 9562, section 6.2, method 1) and borrow from the next
 * millisecond when they run over or the clock steps back.
 */
public final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 12;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_FREE = 0x3FFF_FFFF_FFFF_FFFFL;

    /** The latest time and counter: milliseconds shifted by the counter's bits. */
    private static final AtomicLong LATEST = new AtomicLong();

    private TimeOrderedId() {}

    /** A new id, greater than all that this process made before. */
    public static UUID next() {
        long now = System.currentTimeMillis() << COUNTER_BITS;
        long tick = LATEST.updateAndGet(latest -> Math.max(latest + 1, now));
        long milliseconds = tick >>> COUNTER_BITS;
        long counter = tick & ((1L << COUNTER_BITS) - 1);
        return new UUID(milliseconds << 16 | VERSION | counter, RANDOM.nextLong() & VARIANT_FREE | VARIANT);
    }
}
