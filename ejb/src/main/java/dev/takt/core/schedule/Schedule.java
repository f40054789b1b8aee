package dev.takt.core.schedule;

import java.time.Instant;
import java.util.Optional;

/** Says when something is due. */
public sealed interface Schedule permits Cron, Every, At {
    /** The first due time strictly after an instant; empty when there is none. */
    Optional<Instant> next(Instant after);
}
