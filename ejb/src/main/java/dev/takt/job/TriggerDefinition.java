package dev.takt.job;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a job makes tasks: exactly one of {@code cron}, {@code every} and {@code at} is given.
 *
 * @param name unique within the job, 1 to 100 characters; by default {@code trigger-1}, {@code trigger-2} ...
 * @param cron six fields, the first being seconds; five fields are read as at second 0
 * @param zone the time zone of {@code cron}; UTC when null
 * @param every a fixed interval, 1 s to 366 days, counted from when the trigger was made
 * @param at one time only
 * @param misfire what to do with due times that were missed; FIRE_ONCE when null
 */
public record TriggerDefinition(String name, String cron, ZoneId zone, Duration every, Instant at, Misfire misfire) {
    /** What to do with due times that passed while nobody could fire them. */
    public enum Misfire {
        /** One task for all that were missed. */
        FIRE_ONCE,
        /** None; wait for the next. */
        SKIP
    }
}
