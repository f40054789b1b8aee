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
 * lines. The payload is how long to take, in milliseconds, or a word to take the server with it.
 */
@Handles("recording")
@ApplicationScoped
public class RecordingHandler implements TaskHandler {
    /** The system property that names the file. */
    public static final String FILE = "takt.check.record";

    @Override
    public TaskResult handle(TaskContext task) throws IOException, InterruptedException {
        append("START", task);
        JsonValue payload = task.payload();
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

    private static void append(String what, TaskContext task) throws IOException {
        String line = "%s %s %d %d%n".formatted(what, task.id(), task.attempt(), task.token());
        Files.write(
                Path.of(System.getProperty(FILE)),
                line.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
