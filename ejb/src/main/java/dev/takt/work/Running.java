package dev.takt.work;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt that has not ended, as it stands.
 *
 * @param job null when the task has none
 * @param startedAt when its handler was called; null while it waits for a slot of this node
 * @param percent 0 to 100 as the handler last reported; -1 when it has not
 * @param message what it last reported; null when nothing
 * @param cancelling whether it was asked to stop
 */
public record Running(
        UUID task,
        long token,
        int attempt,
        String pool,
        String queue,
        String job,
        String handler,
        Instant startedAt,
        int percent,
        String message,
        boolean cancelling) {}
