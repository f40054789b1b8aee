package dev.takt.own;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Works in slices: each runs until it should yield, and adds its number, counted over all tasks, to the checkpoint. The
 * payload is how many slices to make; the result is their numbers.
 */
@Handles("counting")
@ApplicationScoped
public class CountingHandler implements TaskHandler {
    private static final Duration STEP = Duration.ofMillis(2);

    /** A slice that nobody ends is a defect; it is reported instead of running for ever. */
    private static final int STEPS_MAX = 5_000;

    private final AtomicInteger slices = new AtomicInteger();

    @Override
    public TaskResult handle(TaskContext task) {
        JsonValue before = task.checkpoint();
        JsonArray numbers = before == JsonValue.NULL ? JsonValue.EMPTY_JSON_ARRAY : before.asJsonArray();
        JsonArrayBuilder more = Json.createArrayBuilder(numbers).add(slices.incrementAndGet());
        for (int step = 0; !task.shouldYield(); step++) {
            if (step == STEPS_MAX || task.cancelled()) {
                throw new IllegalStateException("Nobody asked for the slot back.");
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        JsonArray all = more.build();
        boolean done = all.size() >= ((JsonNumber) task.payload()).intValue();
        return done ? TaskResult.json(all.toString()) : TaskResult.yield(all);
    }
}
