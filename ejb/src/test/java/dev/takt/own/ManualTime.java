package dev.takt.own;

import dev.takt.work.WorkerTime;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved on. */
final class ManualTime implements WorkerTime {
    private long nanos = Duration.ofDays(1).toNanos();

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }
}
