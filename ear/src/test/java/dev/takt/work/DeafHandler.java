package dev.takt.work;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A handler that hears neither cancellation nor interrupt: it goes on until the file exists that its payload names. */
@Handles("deaf")
@ApplicationScoped
public class DeafHandler implements TaskHandler {
    @Override
    public TaskResult handle(TaskContext task) {
        Path release = Path.of(((JsonString) task.payload()).getString());
        while (!Files.exists(release)) {
            Thread.interrupted();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return TaskResult.json("true");
    }
}
