package dev.takt.work;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.ApplicationScoped;

/** A handler as a user would write it. */
@Handles("greeting")
@ApplicationScoped
public class GreetingHandler implements TaskHandler {
    @Override
    public TaskResult handle(TaskContext task) {
        task.progress(50, "half way");
        task.log("greeting " + task.id());
        return TaskResult.json("{\"hello\":" + task.payload() + "}");
    }
}
