package dev.takt.bench.takt;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import dev.takt.bench.workload.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;

/** The handlers of the bench's tasks. Their payload is a number. */
final class Handlers {
    /** Performs tasks. */
    static final String TASK = "bench";

    /** Is called by schedules. */
    static final String FIRING = "bench-firing";

    /** One for all handlers and the servlet of this deployment. */
    static final Tally TALLY = new Tally();

    private Handlers() {}

    /** Performs a task. */
    @Handles(TASK)
    @ApplicationScoped
    public static class Task implements TaskHandler {
        @Override
        public TaskResult handle(TaskContext task) {
            TALLY.run(((JsonNumber) task.payload()).longValue());
            return TaskResult.none();
        }
    }

    /** Notes a firing. */
    @Handles(FIRING)
    @ApplicationScoped
    public static class Firing implements TaskHandler {
        @Override
        public TaskResult handle(TaskContext task) {
            TALLY.fired(((JsonNumber) task.payload()).intValue());
            return TaskResult.none();
        }
    }
}
