package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.Database;
import dev.takt.record.InboxRows;
import dev.takt.record.TaskReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings work to the owner of its pool: directly when that is this node, else through the inbox, from which the owner
 * takes it. Either way the answer is durable when it is given.
 */
@ApplicationScoped
public class Submissions {
    @Inject
    private Owners owners;

    @Inject
    private Database database;

    /** Submits tasks, all or none; receipts in the same order. */
    public CompletionStage<List<TaskReceipt>> submit(List<TaskSpec> tasks) {
        String pool = tasks.get(0).pool();
        boolean onePool = tasks.stream().allMatch(task -> task.pool().equals(pool));
        Optional<Owner> owner = onePool ? owners.reigning(pool) : Optional.empty();
        if (owner.isEmpty()) {
            return CompletableFuture.completedStage(throughInbox(tasks));
        }
        CompletableFuture<List<TaskReceipt>> answer = new CompletableFuture<>();
        owner.get().submit(new Request.Submission(tasks, answer));
        return answer;
    }

    public CompletionStage<TaskReceipt> cancel(String pool, UUID task, String actor) {
        Optional<Owner> owner = owners.reigning(pool);
        CompletableFuture<TaskReceipt> answer = new CompletableFuture<>();
        if (owner.isPresent()) {
            owner.get().control(new Request.Cancellation(task, actor, answer));
            return answer;
        }
        TaskState state = database.inTransaction(connection -> {
            InboxRows.insertCancel(connection, pool, task, actor);
            return TaskReader.states(connection, List.of(task)).getOrDefault(task, TaskState.READY);
        });
        return CompletableFuture.completedStage(new TaskReceipt(task.toString(), state, true));
    }

    /** Lets a scheduled task start now. */
    public CompletionStage<TaskReceipt> hasten(String pool, UUID task, String actor) {
        Owner owner = owners.reigning(pool)
                .orElseThrow(() -> dev.takt.api.TaktException.Busy.unavailable(
                        "Pool '" + pool + "' has no owner here now; try again.", java.time.Duration.ofSeconds(1)));
        CompletableFuture<TaskReceipt> answer = new CompletableFuture<>();
        owner.control(new Request.Hastening(task, actor, answer));
        return answer;
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
