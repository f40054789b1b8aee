package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.cluster.Courier;
import dev.takt.cluster.Message;
import dev.takt.cluster.Message.Refused.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * What this node has asked the owners of other nodes, until it is answered. One that was not answered, or whose owner
 * was lost, fails with {@link Unheard}: what became of it is for the asker to find out.
 */
final class Questions {
    /** How many may wait: with more, the owner is not the one to ask. */
    private static final int WAITING_MAX = 20_000;

    private final ConcurrentMap<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** A question that is not answered, and will not be. Whether it was heard is not known. */
    static final class Unheard extends Exception {
        private static final long serialVersionUID = 1L;

        Unheard(String message) {
            super(message);
        }
    }

    private record Waiting(String node, CompletableFuture<List<TaskReceipt>> answer) {}

    /** Asks a node. */
    CompletableFuture<List<TaskReceipt>> ask(Courier courier, String node, LongFunction<Message> question) {
        CompletableFuture<List<TaskReceipt>> answer = new CompletableFuture<>();
        if (waiting.size() >= WAITING_MAX) {
            answer.completeExceptionally(new Unheard("Too many questions wait for an answer."));
            return answer;
        }
        long number = numbers.incrementAndGet();
        waiting.put(number, new Waiting(node, answer));
        answer.whenComplete((receipts, failure) -> waiting.remove(number));
        if (!courier.send(node, question.apply(number))) {
            answer.completeExceptionally(new Unheard("Node " + node + " cannot be reached."));
        }
        return answer;
    }

    void answered(long number, List<TaskReceipt> receipts) {
        Waiting one = waiting.get(number);
        if (one != null) {
            one.answer().complete(receipts);
        }
    }

    void refused(Message.Refused refused) {
        Waiting one = waiting.get(refused.number());
        if (one != null) {
            one.answer().completeExceptionally(explain(refused));
        }
    }

    /** A node is lost, and with it its answers. */
    void lost(String node) {
        for (Map.Entry<Long, Waiting> one : waiting.entrySet()) {
            if (one.getValue().node().equals(node)) {
                one.getValue().answer().completeExceptionally(new Unheard("Node " + node + " was lost."));
            }
        }
    }

    static Message.Refused refusal(long number, Throwable why) {
        String message = String.valueOf(why.getMessage());
        if (why instanceof TaktException.Busy busy) {
            return new Message.Refused(
                    number,
                    busy.isUnavailable() ? Refusal.UNAVAILABLE : Refusal.OVERLOADED,
                    message,
                    busy.retryAfter().toMillis());
        }
        Refusal kind = why instanceof TaktException.NotFound
                ? Refusal.NOT_FOUND
                : why instanceof TaktException.Conflict ? Refusal.CONFLICT : Refusal.FAILED;
        return new Message.Refused(number, kind, message, 0);
    }

    private static Exception explain(Message.Refused refused) {
        Duration retryAfter = Duration.ofMillis(refused.retryAfterMillis());
        return switch (refused.kind()) {
            case NOT_OWNER -> new Unheard(refused.message());
            case OVERLOADED -> TaktException.Busy.overloaded(refused.message(), retryAfter);
            case UNAVAILABLE -> TaktException.Busy.unavailable(refused.message(), retryAfter);
            case NOT_FOUND -> new TaktException.NotFound(refused.message());
            case CONFLICT -> new TaktException.Conflict(refused.message());
            case FAILED -> TaktException.Busy.unavailable(refused.message(), Duration.ofSeconds(1));
        };
    }

    /** The answer about one task as a list of one. */
    static CompletableFuture<TaskReceipt> one(CompletableFuture<List<TaskReceipt>> answers) {
        CompletableFuture<TaskReceipt> answer = new CompletableFuture<>();
        answer.whenComplete((receipt, failure) -> {
            if (failure == null) {
                answers.complete(List.of(receipt));
            } else {
                answers.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /** Whether a failure leaves open what became of the question. */
    static boolean isUnheard(Throwable failure) {
        return failure instanceof Unheard || failure instanceof TimeoutException;
    }
}
