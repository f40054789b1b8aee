package dev.takt.work.trial;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import dev.takt.work.PayloadFields;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Fails: payload {@code {"message": "…", "times": 2}} fails the first two attempts, then succeeds; without
 * {@code times} it always fails.
 */
@Handles("fail")
@ApplicationScoped
public class FailHandler implements TaskHandler {
    private static final class Wish {
        private String message;
        private Integer times;
    }

    @Override
    public TaskResult handle(TaskContext task) {
        Wish wish = new Wish();
        PayloadFields.read(task, reader -> {
            reader.object(field -> {
                switch (field) {
                    case "message" -> wish.message = reader.string(field);
                    case "times" -> wish.times = reader.integer(field);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return null;
        });
        if (wish.times == null || task.attempt() <= wish.times) {
            String message = wish.message == null ? "Failed, as it was asked to." : wish.message;
            throw TaskFailedException.retryable(message, null);
        }
        return TaskResult.json("{\"attempt\":" + task.attempt() + "}");
    }
}
