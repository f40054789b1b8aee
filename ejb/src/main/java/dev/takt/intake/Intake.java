package dev.takt.intake;

import dev.takt.api.TaktClient;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.TaskSpec;
import dev.takt.job.TaskSpecs;
import dev.takt.own.Submissions;
import dev.takt.record.Labels;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSearch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The one way in for work: every shell (REST, JMS, EJB, console) calls this. Bad requests throw a {@link TaktException} at
 * once; the stage completes when the answer is durable, or exceptionally with a {@link TaktException}.
 */
@ApplicationScoped
public class Intake {
    @Inject
    private TaskSpecs specs;

    @Inject
    private Nodes nodes;

    @Inject
    private Submissions submissions;

    @Inject
    private TaskSearch search;

    /**
     * Submits tasks, all or none.
     *
     * @param requests 1 to {@link TaktClient#BATCH_MAX}
     * @param batch whether violations name {@code [index].field}
     * @param actor who asks
     */
    public CompletionStage<List<TaskReceipt>> submit(List<TaskRequest> requests, boolean batch, String actor) {
        return submissions.submit(resolve(requests, batch, actor));
    }

    /**
     * Checks requests and completes them from their jobs and the defaults, without submitting them.
     *
     * @throws TaktException.Invalid with all violations
     */
    public List<TaskSpec> resolve(List<TaskRequest> requests, boolean batch, String actor) {
        if (requests.isEmpty() || requests.size() > TaktClient.BATCH_MAX) {
            throw new TaktException.Invalid(
                    "", "There are " + requests.size() + " tasks; a batch has 1 to " + TaktClient.BATCH_MAX + ".");
        }
        List<Violation> violations = new ArrayList<>();
        List<TaskSpec> resolved = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            TaskRequest request = requests.get(i);
            String path = batch ? "[" + i + "]." : "";
            List<Violation> own = new ArrayList<>(RequestRules.check(request, path));
            checkHandler(request, path, own);
            if (own.isEmpty()) {
                specs.make(request, path, actor, own).ifPresent(resolved::add);
            }
            violations.addAll(own);
        }
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
        return resolved;
    }

    private void checkHandler(TaskRequest request, String path, List<Violation> violations) {
        if (request.handler() != null && request.job() == null && !nodes.hasHandler(request.handler())) {
            violations.add(new Violation(
                    path + "handler",
                    "No node has a handler '" + request.handler() + "'; there are "
                            + nodes.handlers().stream().sorted().toList() + "."));
        }
    }

    /** Cancels a task; see {@link TaktClient#cancel}. A task that has ended otherwise is a Conflict. */
    public CompletionStage<TaskReceipt> cancel(UUID id, String actor) {
        TaskDetail task = search.find(id).orElseThrow(() -> notFound(id));
        TaskState state = task.summary().state();
        if (state == TaskState.CANCELLED) {
            return java.util.concurrent.CompletableFuture.completedStage(new TaskReceipt(id.toString(), state, true));
        }
        if (state.isFinal()) {
            throw new TaktException.Conflict("Task " + id + " is " + state + " since "
                    + task.summary().endedAt() + "; only a task that has not ended " + "can be cancelled.");
        }
        return submissions.cancel(task.summary().pool(), id, actor);
    }

    /** Makes a new task that repeats an ended one, or lets a task that waits for its retry start now. */
    public CompletionStage<TaskReceipt> retry(UUID id, String actor) {
        TaskDetail task = search.find(id).orElseThrow(() -> notFound(id));
        TaskState state = task.summary().state();
        if (state == TaskState.SCHEDULED) {
            return submissions.hasten(task.summary().pool(), id, actor);
        }
        if (!state.isFinal()) {
            throw new TaktException.Conflict("Task " + id + " is " + state
                    + "; only a task that has ended can be run again, and only a SCHEDULED one hastened.");
        }
        TaskSpec again = specs.repeat(spec(task), actor);
        return submissions.submit(List.of(again)).thenApply(receipts -> receipts.get(0));
    }

    private static TaktException.NotFound notFound(UUID id) {
        return new TaktException.NotFound(
                "There is no task " + id + ". Check the id; ended tasks are kept for the days of takt.history.days.");
    }

    private static TaskSpec spec(TaskDetail task) {
        var summary = task.summary();
        return new TaskSpec(
                summary.id(),
                summary.pool(),
                summary.queue(),
                summary.job(),
                Optional.ofNullable(task.jobVersion()).orElse(0),
                summary.handler(),
                task.payload(),
                Labels.write(summary.labels()),
                null,
                null,
                task.submittedBy(),
                summary.priority(),
                0,
                0,
                0,
                task.timeout() == null ? 0 : task.timeout().toMillis(),
                RetryPolicy.of(task.retry()),
                task.demand());
    }
}
