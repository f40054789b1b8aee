package dev.takt.own;

import dev.takt.work.WorkerTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends waits for answers that take too long. All waits are as long, and one timer looks at them a few times a second while
 * there are any: a timer for each would wake its thread for each answer, just when the owner's is to be woken.
 */
final class Patience {
    private final long nanos;
    private final WorkerTime time;
    private final Executor later;
    private final Map<CompletableFuture<?>, Long> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * @param limit for how long an answer is waited for at least
     * @param later runs something some time later, and never refuses: so much longer may a wait take
     */
    Patience(Duration limit, WorkerTime time, Executor later) {
        this.nanos = limit.toNanos();
        this.time = time;
        this.later = later;
    }

    /** Fails an answer with a {@link TimeoutException} when it does not come in time. */
    <T> CompletableFuture<T> with(CompletableFuture<T> answer) {
        waiting.put(answer, time.nanos());
        answer.whenComplete((value, failure) -> waiting.remove(answer));
        lookLater();
        return answer;
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            later.execute(this::look);
        }
    }

    private void look() {
        looking.set(false);
        long now = time.nanos();
        waiting.forEach((answer, sinceNanos) -> {
            if (now - sinceNanos >= nanos) {
                answer.completeExceptionally(new TimeoutException());
            }
        });
        if (!waiting.isEmpty()) {
            lookLater();
        }
    }
}
