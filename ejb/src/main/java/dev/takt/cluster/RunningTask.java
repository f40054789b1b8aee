package dev.takt.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt that runs somewhere in the cluster, as its node last said.
 *
 * @param job null when the task has none
 * @param node the id of the node, its incarnation
 * @param attempt 1 for the first
 * @param startedAt when its handler was called
 * @param percent 0 to 100 as the handler last reported; -1 when it has not
 * @param message what it last reported; null when nothing
 * @param cancelling whether it was asked to stop
 */
public record RunningTask(
        UUID task,
        String pool,
        String queue,
        String job,
        String handler,
        String node,
        int attempt,
        Instant startedAt,
        int percent,
        String message,
        boolean cancelling) {}
