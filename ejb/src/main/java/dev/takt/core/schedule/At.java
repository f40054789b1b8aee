package dev.takt.core.schedule;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Due once. */
public record At(Instant time) implements Schedule {
    public At {
        Objects.requireNonNull(time, "time");
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return time.isAfter(after) ? Optional.of(time) : Optional.empty();
    }
}
