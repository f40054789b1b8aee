package dev.takt.core.task;

import java.util.UUID;

/** Names one attempt: its task and its token. */
public record AttemptRef(UUID task, long token) {}
