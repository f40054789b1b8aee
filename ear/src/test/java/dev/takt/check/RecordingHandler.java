package dev.takt.check;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends a line to a file when an attempt starts and another when it ends: {@code START|END id attempt token}. The
 * file is named by the server's system property {@value #FILE}. A line is one write call, so a killed server leaves whole
 * lines. The payload is how long to take, in milliseconds, or a word to take the server with it, or {@code true}: to run until
 * it is asked to yield, to end in the next slice, and to write nothing, since the record keeps no row of a slice.
 */
@Handles("recording")
@ApplicationScoped
public class RecordingHandler implements TaskHandler {
    /** The system property that names the file. */
    public static final String FILE = "takt.check.record";

    private static final long LOOK_MILLIS = 20;

    @Override
    public TaskResult handle(TaskContext task) throws IOException, InterruptedException {
        JsonValue payload = task.payload();
        if (payload == JsonValue.TRUE) {
            return yieldOnce(task);
        }
        append("START", task);
        if (payload.getValueType() == JsonValue.ValueType.NUMBER) {
            Thread.sleep(((jakarta.json.JsonNumber) payload).longValue());
        }
        if (payload.getValueType() == JsonValue.ValueType.STRING) {
            // What a defect in native code does: no handler, no shutdown hook, nothing is said.
            Runtime.getRuntime().halt(1);
        }
        append("END", task);
        return TaskResult.json(Integer.toString(task.attempt()));
    }

    private static TaskResult yieldOnce(TaskContext task) throws InterruptedException {
        if (task.checkpoint() != JsonValue.NULL) {
            return TaskResult.none();
        }
        while (!task.shouldYield()) {
            Thread.sleep(LOOK_MILLIS);
        }
        return TaskResult.yield("went on");
    }

    private static void append(String what, TaskContext task) throws IOException {
        String line = "%s %s %d %d%n".formatted(what, task.id(), task.attempt(), task.token());
        Files.write(
                Path.of(System.getProperty(FILE)),
                line.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
