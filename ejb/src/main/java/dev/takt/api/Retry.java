package dev.takt.api;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often and when a failed attempt is tried again: attempt n+1 starts {@code backoff * factor^(n-1)} after attempt n
 * failed, at most {@code backoffMax}, spread by up to a quarter to either side so that tasks which failed together do
 * not return together.
 *
 * @param attempts how many attempts in all, 1 to 100; 1 means no retry
 * @param backoff the first wait, 0 to 30 days
 * @param factor by how much the wait grows each time, 1 to 10
 * @param backoffMax the longest wait, up to 30 days
 */
public record Retry(int attempts, Duration backoff, double factor, Duration backoffMax) implements Serializable {
    /** One attempt, no retry. */
    public static final Retry NONE = new Retry(1, Duration.ofSeconds(1), 2.0, Duration.ofHours(1));
}
