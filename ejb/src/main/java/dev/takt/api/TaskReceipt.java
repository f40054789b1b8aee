package dev.takt.api;

import java.io.Serializable;

/**
 * The answer to a submission or a cancellation.
 *
 * @param id the task's id
 * @param state the task's state when the answer was made
 * @param existing true when the request's key was known and this is the task that it made first
 */
public record TaskReceipt(String id, TaskState state, boolean existing) implements Serializable {}
