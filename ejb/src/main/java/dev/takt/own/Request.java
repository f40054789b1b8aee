package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.TaskSpec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What is said to an owner, before anything was looked up. */
sealed interface Request {
    /** Tasks to make, all or none; a known client key gives the task that it made first. */
    record Submission(List<TaskSpec> tasks, CompletableFuture<List<TaskReceipt>> answer) implements Request {}

    record Cancellation(UUID task, String actor, CompletableFuture<TaskReceipt> answer) implements Request {}

    record Hastening(UUID task, String actor, CompletableFuture<TaskReceipt> answer) implements Request {}

    record Report(String node, AttemptReport report) implements Request {}
}
