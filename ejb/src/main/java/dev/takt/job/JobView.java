package dev.takt.job;

import java.time.Instant;
import java.util.List;

/**
 * A job as the API and the console show it.
 *
 * @param version rises by one with each change
 * @param triggers with their next fire times, in the order of the definition
 */
public record JobView(
        String name,
        int version,
        JobDefinition definition,
        List<TriggerView> triggers,
        Instant changedAt,
        String changedBy) {
    /**
     * A trigger's place in time.
     *
     * @param lastFire the latest due time that was served; null when none was
     * @param nextFires up to five due times to come; empty when there are none or the job is paused
     */
    public record TriggerView(String name, Instant lastFire, List<Instant> nextFires) {}
}
