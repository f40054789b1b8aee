package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.cluster.Courier;
import dev.takt.cluster.Message;
import dev.takt.core.task.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Takes requests to the owner of a pool, on whatever node that is; when no answer can be had, does without. */
final class Envoy {
    /** How long an owner is waited for: several times a slow commit, and less than a caller's patience. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Function<String, Owner> owners;
    private final Courier courier;
    private final Questions questions;
    private final Inbox inbox;
    private final UnaryOperator<CompletableFuture<List<TaskReceipt>>> patience;
    private final Executor answers;

    /** Where requests wait for an owner; what it answers is durable. */
    interface Inbox {
        List<TaskReceipt> submit(List<TaskSpec> tasks);

        TaskReceipt cancel(String pool, UUID task, String actor);
    }

    /**
     * @param owners this node's owners by pool
     * @param patience ends the wait for an answer after {@link #PATIENCE} with a time-out
     * @param answers runs what may block on the way to an answer
     */
    Envoy(
            Function<String, Owner> owners,
            Courier courier,
            Questions questions,
            Inbox inbox,
            UnaryOperator<CompletableFuture<List<TaskReceipt>>> patience,
            Executor answers) {
        this.owners = owners;
        this.courier = courier;
        this.questions = questions;
        this.inbox = inbox;
        this.patience = patience;
        this.answers = answers;
    }

    CompletionStage<List<TaskReceipt>> submit(List<TaskSpec> tasks) {
        String pool = tasks.get(0).pool();
        boolean onePool = tasks.stream().allMatch(task -> task.pool().equals(pool));
        if (!onePool) {
            return CompletableFuture.completedStage(inbox.submit(tasks));
        }
        return ask(
                pool,
                (owner, answer) -> owner.submit(new Request.Submission(tasks, answer)),
                number -> new Message.Submit(number, pool, tasks),
                () -> inbox.submit(tasks));
    }

    CompletionStage<TaskReceipt> cancel(String pool, UUID task, String actor) {
        return ask(
                        pool,
                        (owner, answers) ->
                                owner.control(new Request.Cancellation(task, actor, Questions.one(answers))),
                        number -> new Message.Cancel(number, pool, task, actor),
                        () -> List.of(inbox.cancel(pool, task, actor)))
                .thenApply(receipts -> receipts.get(0));
    }

    CompletionStage<TaskReceipt> hasten(String pool, UUID task, String actor) {
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

    private CompletionStage<List<TaskReceipt>> ask(
            String pool,
            BiConsumer<Owner, CompletableFuture<List<TaskReceipt>>> here,
            LongFunction<Message> elsewhere,
            Supplier<List<TaskReceipt>> without) {
        Owner owner = owners.apply(pool);
        CompletableFuture<List<TaskReceipt>> answer;
        if (owner != null && owner.isReigning()) {
            answer = new CompletableFuture<>();
            here.accept(owner, answer);
            patience.apply(answer);
        } else {
            String node = owner == null ? null : owner.owner();
            if (node == null || !courier.reaches(node)) {
                return CompletableFuture.completedStage(without.get());
            }
            // Whatever the asker does with the answer must not hold up those who bring messages.
            answer = patience.apply(questions.ask(courier, node, elsewhere))
                    .thenApplyAsync(Function.identity(), answers);
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
                answers);
    }
}
