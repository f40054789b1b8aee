package dev.takt.core;

import java.time.Instant;

/** Microseconds since 1970, in which the core counts time and the record keeps it. */
public final class Micros {
    private Micros() {}

    /** Cuts what is finer than a microsecond. */
    public static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
