package dev.takt.work;

import java.time.Instant;

/** Where the worker gets the time from; tests move it by hand. */
public interface WorkerTime {
    /** For measuring: nanoseconds since an arbitrary start, never negative, never stepping back. */
    long nanos();

    /** For telling people. */
    Instant now();

    /** The machine's. */
    static WorkerTime system() {
        long origin = System.nanoTime();
        return new WorkerTime() {
            @Override
            public long nanos() {
                return System.nanoTime() - origin;
            }

            @Override
            public Instant now() {
                return Instant.now();
            }
        };
    }
}
