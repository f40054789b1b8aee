package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.cluster.Message;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.Database;
import dev.takt.record.InboxRows;
import dev.takt.record.TaskReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Brings work to the owner of its pool, on whatever node that is. When no owner can be reached, or nothing is heard of
 * it in time, the work goes into the inbox, from which the next owner takes it; the tasks have their ids already, so what
 * comes in twice is made once. Either way the answer is durable when it is given.
 */
@ApplicationScoped
public class Submissions {
    /** How long an owner is waited for: several times a slow commit, and less than a caller's patience. */
    private static final long PATIENCE_MILLIS = 3_000;

    @Inject
    private Owners owners;

    @Inject
    private Database database;

    /** Submits tasks, all or none; receipts in the same order. */
    public CompletionStage<List<TaskReceipt>> submit(List<TaskSpec> tasks) {
        String pool = tasks.get(0).pool();
        boolean onePool = tasks.stream().allMatch(task -> task.pool().equals(pool));
        if (!onePool) {
            return CompletableFuture.completedStage(throughInbox(tasks));
        }
        return ask(
                pool,
                (owner, answer) -> owner.submit(new Request.Submission(tasks, answer)),
                number -> new Message.Submit(number, pool, tasks),
                () -> throughInbox(tasks));
    }

    public CompletionStage<TaskReceipt> cancel(String pool, UUID task, String actor) {
        return ask(
                        pool,
                        (owner, answers) ->
                                owner.control(new Request.Cancellation(task, actor, Questions.one(answers))),
                        number -> new Message.Cancel(number, pool, task, actor),
                        () -> List.of(cancelThroughInbox(pool, task, actor)))
                .thenApply(receipts -> receipts.get(0));
    }

    /** Lets a scheduled task start now. */
    public CompletionStage<TaskReceipt> hasten(String pool, UUID task, String actor) {
        return ask(
                        pool,
                        (owner, answers) -> owner.control(new Request.Hastening(task, actor, Questions.one(answers))),
                        number -> new Message.Hasten(number, pool, task, actor),
                        () -> {
                            throw TaktException.Busy.unavailable(
                                    "Pool '" + pool + "' has no owner now; try again.", Duration.ofSeconds(1));
                        })
                .thenApply(receipts -> receipts.get(0));
    }

    /** Asks the owner here or elsewhere; when no answer can be had, does without. */
    private CompletionStage<List<TaskReceipt>> ask(
            String pool,
            BiConsumer<Owner, CompletableFuture<List<TaskReceipt>>> here,
            LongFunction<Message> elsewhere,
            Supplier<List<TaskReceipt>> without) {
        Owner owner = owners.of(pool);
        CompletableFuture<List<TaskReceipt>> answer;
        if (owner != null && owner.isReigning()) {
            answer = new CompletableFuture<>();
            here.accept(owner, answer);
        } else {
            String node = owner == null ? null : owner.owner();
            if (node == null || !owners.group().reaches(node)) {
                return CompletableFuture.completedStage(without.get());
            }
            answer = owners.questions()
                    .ask(owners.group(), node, elsewhere)
                    .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return answer.exceptionallyComposeAsync(
                failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    boolean unheard = Questions.isUnheard(cause)
                            || (cause instanceof TaktException.Busy busy && busy.isUnavailable());
                    return unheard
                            ? CompletableFuture.completedStage(without.get())
                            : CompletableFuture.failedStage(cause);
                },
                owners.answers());
    }

    private TaskReceipt cancelThroughInbox(String pool, UUID task, String actor) {
        TaskState state = database.inTransaction(connection -> {
            InboxRows.insertCancel(connection, pool, task, actor);
            return TaskReader.states(connection, List.of(task)).getOrDefault(task, TaskState.READY);
        });
        owners.wake();
        return new TaskReceipt(task.toString(), state, true);
    }

    private List<TaskReceipt> throughInbox(List<TaskSpec> tasks) {
        List<TaskReceipt> receipts = database.inTransaction(connection -> throughInbox(connection, tasks));
        owners.wake();
        return receipts;
    }

    /** Puts tasks into the inbox as part of a transaction; known keys give the tasks that they made first. */
    public static List<TaskReceipt> throughInbox(Connection connection, List<TaskSpec> tasks) throws SQLException {
        List<String> keys = tasks.stream()
                .map(TaskSpec::clientKey)
                .filter(key -> key != null)
                .toList();
        Map<String, TaskReceipt> known = new HashMap<>();
        if (!keys.isEmpty()) {
            // The inbox first: what an owner takes out of it between the two is then found in the record.
            InboxRows.byKey(connection, keys)
                    .forEach((key, task) -> known.put(key, new TaskReceipt(task.toString(), TaskState.READY, true)));
            known.putAll(TaskReader.known(connection, keys));
        }
        List<TaskReceipt> receipts = new ArrayList<>(tasks.size());
        List<TaskSpec> fresh = new ArrayList<>(tasks.size());
        for (TaskSpec task : tasks) {
            String key = task.clientKey();
            if (key != null && known.containsKey(key)) {
                receipts.add(known.get(key));
            } else {
                TaskState state = task.dueMicros() > task.submittedMicros() ? TaskState.SCHEDULED : TaskState.READY;
                receipts.add(new TaskReceipt(task.id().toString(), state, false));
                fresh.add(task);
                if (key != null) {
                    known.put(key, new TaskReceipt(task.id().toString(), state, true));
                }
            }
        }
        if (!fresh.isEmpty()) {
            InboxRows.insertSubmissions(connection, fresh, fresh.get(0).submittedBy());
        }
        return receipts;
    }
}
