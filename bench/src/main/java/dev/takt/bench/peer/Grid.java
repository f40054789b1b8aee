package dev.takt.bench.peer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When schedules are due that may begin at any time. */
final class Grid {
    private static final long MICROS_A_SECOND = 1_000_000;

    private Grid() {}

    /**
     * First due times.
     *
     * @param spread evenly over a period; else all at the same full second
     * @param lead how long from now at least
     * @return microseconds since 1970, by the schedule's number
     */
    static long[] dues(int schedules, Duration period, boolean spread, Duration lead) {
        long base = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().plus(lead));
        base += MICROS_A_SECOND - base % MICROS_A_SECOND;
        long step = spread ? period.dividedBy(schedules).toNanos() / 1_000 : 0;
        long[] dues = new long[schedules];
        for (int schedule = 0; schedule < schedules; schedule++) {
            dues[schedule] = base + schedule * step;
        }
        return dues;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
