package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.Database;
import dev.takt.record.InboxRows;
import dev.takt.record.RecordException;
import dev.takt.record.TaskReader;
import dev.takt.work.WorkerTime;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Brings work to the owner of its pool, on whatever node that is. When no owner can be reached, or nothing is heard of
 * it in time, the work goes into the inbox, from which the next owner takes it; the tasks have their ids already, so what
 * comes in twice is made once. Either way the answer is durable when it is given.
 */
@ApplicationScoped
public class Submissions {
    /** Each attempt finds those twins that were committed before; tasks of several keys may meet several. */
    private static final int INBOX_ATTEMPTS_MAX = 5;

    /** How often waits for answers are looked at. */
    private static final long LOOK_MILLIS = 400;

    @Inject
    private Owners owners;

    @Inject
    private Database database;

    private Envoy envoy;

    @PostConstruct
    void findTheWay() {
        // What follows an answer that does not come is done by the answers' threads.
        Executor later = CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
        Patience patience = new Patience(Envoy.PATIENCE, WorkerTime.system(), later);
        envoy = new Envoy(
                owners::of, owners.group(), owners.questions(), new Record(), patience::with, answer -> owners.answers()
                        .execute(answer));
    }

    /** Submits tasks, all or none; receipts in the same order. */
    public CompletionStage<List<TaskReceipt>> submit(List<TaskSpec> tasks) {
        return envoy.submit(tasks);
    }

    public CompletionStage<TaskReceipt> cancel(String pool, UUID task, String actor) {
        return envoy.cancel(pool, task, actor);
    }

    /** Lets a scheduled task start now. */
    public CompletionStage<TaskReceipt> hasten(String pool, UUID task, String actor) {
        return envoy.hasten(pool, task, actor);
    }

    /** What is done without an owner. */
    private final class Record implements Envoy.Inbox {
        @Override
        public List<TaskReceipt> submit(List<TaskSpec> tasks) {
            List<TaskReceipt> receipts = throughInbox(database, tasks);
            owners.wake();
            return receipts;
        }

        @Override
        public TaskReceipt cancel(String pool, UUID task, String actor) {
            TaskState state = database.inTransaction(connection -> {
                InboxRows.insertCancel(connection, pool, task, actor);
                return TaskReader.states(connection, List.of(task)).getOrDefault(task, TaskState.READY);
            });
            owners.wake();
            return new TaskReceipt(task.toString(), state, true);
        }
    }

    /**
     * Puts tasks into the inbox in a transaction of its own. Two that use the same key at once meet at the inbox's unique
     * key: the second waits for the first, is refused when that commits, and then finds what it made.
     */
    static List<TaskReceipt> throughInbox(Database database, List<TaskSpec> tasks) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.inTransaction(connection -> throughInbox(connection, tasks));
            } catch (RecordException refused) {
                boolean isTwin = refused.getCause() instanceof SQLException cause && Database.isDuplicate(cause);
                if (!isTwin || attempt == INBOX_ATTEMPTS_MAX) {
                    throw refused;
                }
            }
        }
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
        List<TaskSpec> fresh = new ArrayList<>(tasks.size());
        List<TaskReceipt> receipts = receipts(tasks, known, fresh);
        if (!fresh.isEmpty()) {
            InboxRows.insertSubmissions(connection, fresh, fresh.get(0).submittedBy());
        }
        return receipts;
    }

    /**
     * The receipts of tasks that go into the inbox.
     *
     * @param known what keys have made so far; those of these tasks are added
     * @param fresh takes the tasks that are to be put in
     */
    static List<TaskReceipt> receipts(List<TaskSpec> tasks, Map<String, TaskReceipt> known, List<TaskSpec> fresh) {
        List<TaskReceipt> receipts = new ArrayList<>(tasks.size());
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
        return receipts;
    }
}
