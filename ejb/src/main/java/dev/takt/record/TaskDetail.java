package dev.takt.record;

import dev.takt.api.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Everything that is known of one task.
 *
 * @param summary the row of the list
 * @param jobVersion the version of the job it was made from; null when none
 * @param key the submitter's idempotency key; null when none
 * @param payload JSON text; null when none
 * @param result JSON text; null when none
 * @param timeout how long an attempt may take; null for no limit
 * @param expiresAt when it expires if it has not started; null for never
 * @param retry its retry policy
 * @param retryOf the ended task that this one repeats; null when none
 * @param lost how many attempts were lost with their node
 * @param cancelRequestedAt when somebody asked it to stop; null when nobody has
 * @param submittedBy who submitted it
 */
public record TaskDetail(
        TaskSummary summary,
        Integer jobVersion,
        String key,
        String payload,
        String result,
        Duration timeout,
        Instant expiresAt,
        Retry retry,
        UUID retryOf,
        int lost,
        Instant cancelRequestedAt,
        String submittedBy) {}
