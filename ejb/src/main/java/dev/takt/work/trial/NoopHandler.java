package dev.takt.work.trial;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import dev.takt.work.RawPayload;
import jakarta.enterprise.context.ApplicationScoped;

/** Succeeds at once; its result is its payload. */
@Handles("noop")
@ApplicationScoped
public class NoopHandler implements TaskHandler {
    @Override
    public TaskResult handle(TaskContext task) {
        return new TaskResult(RawPayload.of(task));
    }
}
