package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.TaskSpec;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What is said to an owner, before anything was looked up. */
sealed interface Request {
    /**
     * Tasks to make, all or none; a known client key gives the task that it made first.
     *
     * @param repeated whether the submitter may have put the same tasks into the inbox as well, because it did not hear
     *     of them: then each is looked up by its id
     */
    record Submission(List<TaskSpec> tasks, boolean repeated, CompletableFuture<List<TaskReceipt>> answer)
            implements Request {
        Submission(List<TaskSpec> tasks, CompletableFuture<List<TaskReceipt>> answer) {
            this(tasks, false, answer);
        }
    }

    record Cancellation(UUID task, String actor, CompletableFuture<TaskReceipt> answer) implements Request {}

    record Hastening(UUID task, String actor, CompletableFuture<TaskReceipt> answer) implements Request {}

    record Report(String node, AttemptReport report) implements Request {}

    /**
     * The attempts that a node holds of a pool.
     *
     * @param latestToken the question's: attempts with higher tokens were made after it was asked
     */
    record Stock(String node, long latestToken, Set<AttemptRef> held) implements Request {}
}
