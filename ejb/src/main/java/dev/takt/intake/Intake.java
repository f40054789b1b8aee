package dev.takt.intake;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The one way in for work: every shell (REST, JMS, EJB, console, triggers) calls this. Bad requests throw a
 * {@link dev.takt.api.TaktException} at once; the stage completes when the answer is durable, or exceptionally with a
 * {@link dev.takt.api.TaktException}.
 */
@ApplicationScoped
public class Intake {
    /**
     * Submits tasks, all or none.
     *
     * @param requests 1 to {@link dev.takt.api.TaktClient#BATCH_MAX}; violations name {@code [index].field} when more than one
     *     or when {@code batch} is true
     * @param actor who asks
     */
    public CompletionStage<List<TaskReceipt>> submit(List<TaskRequest> requests, boolean batch, String actor) {
        throw new UnsupportedOperationException();
    }

    /** Cancels a task; see {@link dev.takt.api.TaktClient#cancel}. A task that has ended otherwise is a Conflict. */
    public CompletionStage<TaskReceipt> cancel(UUID id, String actor) {
        throw new UnsupportedOperationException();
    }

    /** Makes a new task that repeats an ended one, or lets a task that waits for its retry start now. */
    public CompletionStage<TaskReceipt> retry(UUID id, String actor) {
        throw new UnsupportedOperationException();
    }
}
