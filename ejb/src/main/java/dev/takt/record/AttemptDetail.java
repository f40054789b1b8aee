package dev.takt.record;

import dev.takt.core.task.AttemptOutcome;
import java.time.Instant;

/**
 * One attempt.
 *
 * @param number from 1
 * @param outcome null while it runs
 * @param endedAt null while it runs
 * @param error null when it succeeded or runs
 * @param log the handler's lines; null when none
 */
public record AttemptDetail(
        int number,
        long token,
        String node,
        Instant startedAt,
        Instant endedAt,
        AttemptOutcome outcome,
        String error,
        String log) {}
