package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.pool.Ticket;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Those who wait for an owner's answer. Receipts are made in the owner's thread, futures completed elsewhere. */
final class Tickets {
    private Tickets() {}

    /** A future that nobody looks at. */
    static <T> CompletableFuture<T> nobody() {
        return new CompletableFuture<>();
    }

    /** Somebody who waits for an answer, which is made in the owner's thread and given in another. */
    abstract static class Given<T> implements Ticket {
        private final CompletableFuture<T> future;
        private T answer;
        private Refusal refusal;

        private Given(CompletableFuture<T> future) {
            this.future = future;
        }

        /** What is said of the tasks as they stand now. */
        abstract T answer(List<Task> tasks);

        @Override
        public final void done(List<Task> tasks) {
            answer = answer(tasks);
        }

        @Override
        public final void refused(Refusal why) {
            refusal = why;
        }

        /** Gives the answer to whoever waits for it. */
        final void deliver(Executor executor) {
            executor.execute(() -> {
                if (refusal != null) {
                    future.completeExceptionally(Lookup.explain(refusal));
                } else {
                    future.complete(answer);
                }
            });
        }
    }

    /** The submitter of some tasks, of which some may be known by their keys. */
    static final class OfSubmission extends Given<List<TaskReceipt>> {
        private final List<TaskSpec> asked;
        private final Map<UUID, TaskReceipt> existing;
        private final Map<UUID, UUID> sameAs;

        OfSubmission(CompletableFuture<List<TaskReceipt>> answer, List<TaskSpec> asked) {
            this(answer, asked, Map.of(), Map.of());
        }

        /**
         * @param existing the receipts of tasks that were known before, by the id that was meant for them
         * @param sameAs tasks of this round whose key made another task of this round
         */
        OfSubmission(
                CompletableFuture<List<TaskReceipt>> answer,
                List<TaskSpec> asked,
                Map<UUID, TaskReceipt> existing,
                Map<UUID, UUID> sameAs) {
            super(answer);
            this.asked = asked;
            this.existing = existing;
            this.sameAs = sameAs;
        }

        @Override
        List<TaskReceipt> answer(List<Task> tasks) {
            Map<UUID, Task> made = new HashMap<>();
            tasks.forEach(task -> made.put(task.id(), task));
            List<TaskReceipt> receipts = new ArrayList<>(asked.size());
            for (TaskSpec spec : asked) {
                Task task = made.get(spec.id());
                if (task != null) {
                    receipts.add(new TaskReceipt(task.id().toString(), task.state(), false));
                } else if (existing.containsKey(spec.id())) {
                    receipts.add(existing.get(spec.id()));
                } else {
                    UUID first = sameAs.get(spec.id());
                    Task twin = made.get(first);
                    receipts.add(
                            new TaskReceipt(first.toString(), twin == null ? TaskState.READY : twin.state(), true));
                }
            }
            return receipts;
        }
    }

    /** Somebody who asked about one task. */
    static final class OfTask extends Given<TaskReceipt> {
        OfTask(CompletableFuture<TaskReceipt> answer) {
            super(answer);
        }

        @Override
        TaskReceipt answer(List<Task> tasks) {
            Task task = tasks.get(0);
            return new TaskReceipt(task.id().toString(), task.state(), true);
        }
    }
}
