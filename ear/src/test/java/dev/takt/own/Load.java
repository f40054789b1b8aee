package dev.takt.own;

import dev.takt.server.TaktApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A client that submits tasks of 200 ms to 1 s without a break, to the nodes that it is told, in turn. */
final class Load implements AutoCloseable {
    private static final long EVERY_MILLIS = 60;
    private static final int SHORTEST_MILLIS = 200;
    private static final int LENGTHS = 5;
    private static final int LENGTH_STEP_MILLIS = 200;
    private static final long STOP_LIMIT_SECONDS = 60;

    private final ScheduledExecutorService client = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<List<TaktApi>> targets = new AtomicReference<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();

    Load(List<TaktApi> targets) {
        this.targets.set(targets);
        // With a pause after each: at a fixed rate a slow machine's backlog would never let anything else in.
        client.scheduleWithFixedDelay(this::submit, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Submits to these only from now on; returns when nothing is on its way to others. */
    void to(List<TaktApi> others) throws Exception {
        targets.set(others);
        client.submit(() -> {}).get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The ids of the tasks that were accepted. */
    Set<String> accepted() {
        return accepted;
    }

    /** What was not accepted, and the answer. */
    List<String> refusals() {
        return new ArrayList<>(refusals);
    }

    @Override
    public void close() {
        client.shutdown();
        try {
            if (!client.awaitTermination(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                refusals.add("A submission was not answered in " + STOP_LIMIT_SECONDS + " s.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit() {
        int count = number.getAndIncrement();
        List<TaktApi> nodes = targets.get();
        int millis = SHORTEST_MILLIS + count % LENGTHS * LENGTH_STEP_MILLIS;
        try {
            TaktApi.Answer answer = nodes.get(count % nodes.size())
                    .post("/api/v1/tasks", "{\"handler\":\"recording\",\"payload\":%d}".formatted(millis));
            if (answer.status() == 201) {
                accepted.add(answer.body().path("id").asText());
            } else {
                refusals.add("HTTP " + answer.status() + ": " + answer.body());
            }
        } catch (RuntimeException failure) {
            refusals.add(failure + " because of " + failure.getCause());
        }
    }
}
