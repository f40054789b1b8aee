package dev.takt.work;

import java.time.Instant;

/** Where the worker gets the time from; tests move it by hand. */
public interface WorkerTime {
    /** For measuring: nanoseconds since an arbitrary start, never negative, never stepping back. */
    long nanos();

    /** For telling people. */
    Instant now();

    /** The machine's: one for all, so that what one part measures another understands. */
    static WorkerTime system() {
        return SystemTime.SINCE_START;
    }
}
