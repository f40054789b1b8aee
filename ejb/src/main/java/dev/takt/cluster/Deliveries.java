package dev.takt.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Batches on their way to the caches, one at a time to each, for which nobody waits. One that does not arrive is told, once
 * until all arrive again. One thread sends; any may ask.
 */
final class Deliveries {
    private final Map<String, CompletableFuture<?>> onTheirWay = new HashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Consumer<Throwable> fail;
    private final Runnable mended;

    /**
     * @param fail told why, when deliveries begin to fail
     * @param mended told when all arrive again
     */
    Deliveries(Consumer<Throwable> fail, Runnable mended) {
        this.fail = fail;
        this.mended = mended;
    }

    /**
     * Sends a batch; while one is on its way to the same cache, the next has to wait for its turn and is dropped.
     *
     * @param lost called when it did not arrive
     */
    void send(String cache, Supplier<CompletableFuture<?>> batch, Runnable lost) {
        if (isFree(cache)) {
            CompletableFuture<?> sent = batch.get();
            onTheirWay.put(cache, sent);
            sent.whenComplete((done, failure) -> {
                if (failure == null) {
                    arrived(cache);
                } else {
                    lost.run();
                    failed(cache, failure);
                }
            });
        }
    }

    /** There is nothing to be sent to a cache, so nothing is missing there. */
    void nothingFor(String cache) {
        if (isFree(cache)) {
            arrived(cache);
        }
    }

    private boolean isFree(String cache) {
        CompletableFuture<?> before = onTheirWay.get(cache);
        return before == null || before.isDone();
    }

    private synchronized void arrived(String cache) {
        if (failing.remove(cache) && failing.isEmpty()) {
            mended.run();
        }
    }

    private synchronized void failed(String cache, Throwable failure) {
        boolean first = failing.isEmpty();
        failing.add(cache);
        if (first) {
            fail.accept(failure);
        }
    }

    /** Whether the latest batch to some cache did not arrive. */
    boolean areFailing() {
        return !failing.isEmpty();
    }
}
