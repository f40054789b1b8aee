package dev.takt.core.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says when something is due. */
public sealed interface Schedule permits Cron, Every, At {
    /** The first due time strictly after an instant; empty when there is none. */
    Optional<Instant> next(Instant after);

    /**
     * The first due times after an instant.
     *
     * @param count how many at most
     */
    default List<Instant> next(Instant after, int count) {
        List<Instant> times = new ArrayList<>(count);
        Instant from = after;
        while (times.size() < count) {
            Optional<Instant> time = next(from);
            if (time.isEmpty()) {
                break;
            }
            from = time.get();
            times.add(from);
        }
        return times;
    }
}
