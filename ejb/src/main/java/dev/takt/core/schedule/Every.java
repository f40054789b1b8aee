package dev.takt.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Due at a fixed interval, whatever clocks on the wall do.
 *
 * @param interval at least a millisecond
 * @param anchor from when it is counted; the first due time is one interval later
 */
public record Every(Duration interval, Instant anchor) implements Schedule {
    public Every {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("The interval is " + interval + "; at least PT0.001S is needed.");
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        Duration passed = Duration.between(anchor, after);
        long intervals = passed.isNegative() ? 0 : passed.dividedBy(interval);
        return Optional.of(anchor.plus(interval.multipliedBy(intervals + 1)));
    }
}
