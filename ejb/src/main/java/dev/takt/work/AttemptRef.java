package dev.takt.work;

import java.util.UUID;

/** Names one attempt: its task and its token. */
public record AttemptRef(UUID task, long token) {}
