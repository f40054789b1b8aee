package dev.takt.work;

import java.time.Instant;

/** The machine's time. It goes on while this process is stopped, but not while the machine itself sleeps. */
final class SystemTime implements WorkerTime {
    static final WorkerTime SINCE_START = new SystemTime();

    private final long origin = System.nanoTime();

    private SystemTime() {}

    @Override
    public long nanos() {
        return System.nanoTime() - origin;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
