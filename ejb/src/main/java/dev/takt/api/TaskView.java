package dev.takt.api;

import java.io.Serializable;
import java.time.Instant;

/**
 * A task as its submitter sees it.
 *
 * @param id the task's id
 * @param state its state
 * @param job the job it was made from; null when none
 * @param handler the handler that performs it
 * @param queue its queue
 * @param attempts how many attempts have started
 * @param submittedAt when it was accepted
 * @param dueAt when it may start; null when at once
 * @param startedAt when its latest attempt started; null when none has
 * @param endedAt when it ended; null when it has not
 * @param result its result as JSON text; null when none
 * @param error why it failed; null when it did not
 */
public record TaskView(
        String id,
        TaskState state,
        String job,
        String handler,
        String queue,
        int attempts,
        Instant submittedAt,
        Instant dueAt,
        Instant startedAt,
        Instant endedAt,
        String result,
        String error)
        implements Serializable {}
