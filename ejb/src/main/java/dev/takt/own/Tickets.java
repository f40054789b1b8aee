package dev.takt.own;

import dev.takt.api.TaskReceipt;
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

    /** An answer that is ready to be given. */
    interface Given extends Ticket {
        /** Gives the answer to whoever waits for it. */
        void deliver(Executor executor);
    }

    /** The submitter of some tasks, of which some may be known by their keys. */
    static final class OfSubmission implements Given {
        private final CompletableFuture<List<TaskReceipt>> answer;
        private final List<TaskSpec> asked;
        private final Map<UUID, TaskReceipt> existing;
        private final Map<UUID, UUID> sameAs;
        private List<TaskReceipt> receipts;
        private Refusal refusal;

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
            this.answer = answer;
            this.asked = asked;
            this.existing = existing;
            this.sameAs = sameAs;
        }

        @Override
        public void done(List<Task> tasks) {
            Map<UUID, Task> made = new HashMap<>();
            tasks.forEach(task -> made.put(task.id(), task));
            receipts = new ArrayList<>(asked.size());
            for (TaskSpec spec : asked) {
                Task task = made.get(spec.id());
                if (task != null) {
                    receipts.add(new TaskReceipt(task.id().toString(), task.state(), false));
                } else if (existing.containsKey(spec.id())) {
                    receipts.add(existing.get(spec.id()));
                } else {
                    UUID first = sameAs.get(spec.id());
                    Task twin = made.get(first);
                    receipts.add(new TaskReceipt(
                            first.toString(), twin == null ? dev.takt.api.TaskState.READY : twin.state(), true));
                }
            }
        }

        @Override
        public void refused(Refusal why) {
            refusal = why;
        }

        @Override
        public void deliver(Executor executor) {
            executor.execute(() -> {
                if (refusal != null) {
                    answer.completeExceptionally(Lookup.explain(refusal));
                } else {
                    answer.complete(receipts);
                }
            });
        }
    }

    /** Somebody who asked about one task. */
    static final class OfTask implements Given {
        private final CompletableFuture<TaskReceipt> answer;
        private TaskReceipt receipt;
        private Refusal refusal;

        OfTask(CompletableFuture<TaskReceipt> answer) {
            this.answer = answer;
        }

        @Override
        public void done(List<Task> tasks) {
            Task task = tasks.get(0);
            receipt = new TaskReceipt(task.id().toString(), task.state(), true);
        }

        @Override
        public void refused(Refusal why) {
            refusal = why;
        }

        @Override
        public void deliver(Executor executor) {
            executor.execute(() -> {
                if (refusal != null) {
                    answer.completeExceptionally(Lookup.explain(refusal));
                } else {
                    answer.complete(receipt);
                }
            });
        }
    }
}
