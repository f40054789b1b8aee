package dev.takt.core.task;

import java.time.Instant;
import java.util.UUID;

/**
 * What the owner hands to a worker: one attempt to perform, or the next slice of one.
 *
 * @param task the task's id
 * @param token identifies this attempt, or this slice of it; reports are accepted only with it
 * @param attempt which try this is, from 1
 * @param pool the pool whose owner gets the report
 * @param queue the task's queue
 * @param job the task's job; null when none
 * @param handler who performs it
 * @param payload JSON text; null when none
 * @param labels JSON object text of strings; null when none
 * @param timeoutMillis how long the attempt may take, counted from its start on the worker; 0 for no limit
 * @param submittedAt when the task was accepted, to tell how long it waited
 * @param sliceMillis after how long a handler that can yield should; 0 for never
 * @param checkpoint what the previous slice or attempt left for this one, as JSON text; null when none
 */
public record Assignment(
        UUID task,
        long token,
        int attempt,
        String pool,
        String queue,
        String job,
        String handler,
        String payload,
        String labels,
        long timeoutMillis,
        Instant submittedAt,
        long sliceMillis,
        String checkpoint) {}
