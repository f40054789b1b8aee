package dev.takt.record;

import dev.takt.core.task.TaskIds;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The ids of this process, of tasks and of other rows: one generator, so that what was made later has the higher id. */
public final class TimeOrderedId {
    private static final TaskIds IDS = new TaskIds(System::currentTimeMillis, RandomGenerator.of("L64X128MixRandom"));

    private TimeOrderedId() {}

    /** A new id, greater than all that this process made before. */
    public static UUID next() {
        return IDS.next();
    }
}
