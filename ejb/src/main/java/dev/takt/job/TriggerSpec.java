package dev.takt.job;

import java.time.Instant;
import java.util.Optional;

/** Stub. */
public record TriggerSpec() {
    interface S {
        Optional<Instant> next(Instant after);
    }

    static TriggerSpec read(String json) {
        return new TriggerSpec();
    }

    S schedule(Instant made) {
        return after -> Optional.empty();
    }

    boolean skipsMissed() {
        return false;
    }
}
