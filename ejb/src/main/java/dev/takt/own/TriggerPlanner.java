package dev.takt.own;

import dev.takt.core.task.TaskSpec;
import dev.takt.record.TriggerRows.Upcoming;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Says what a trigger means: when it fires, and what task that makes. */
public interface TriggerPlanner {
    /** The due time after an instant; empty when there is none. */
    Optional<Instant> next(Upcoming trigger, Instant after);

    /** Whether missed due times are left out. */
    boolean skipsMissed(Upcoming trigger);

    /** Triggers of these jobs fire within {@link TriggerClock#EXPECT}: what is known of them may be read now, at once. */
    void expect(Collection<String> jobs);

    /** The task that a due time makes; empty when its job is gone. */
    Optional<TaskSpec> task(Upcoming trigger, Instant due);
}
