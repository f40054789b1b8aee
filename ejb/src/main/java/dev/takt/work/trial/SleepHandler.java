package dev.takt.work.trial;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import dev.takt.work.PayloadFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Holds a slot for a time: payload {@code {"duration": "PT2S"}}, up to a day. Ends at once when it is interrupted. */
@Handles("sleep")
@ApplicationScoped
public class SleepHandler implements TaskHandler {
    private static final Duration MAX = Duration.ofDays(1);
    /** How many steps of progress a sleep is told in. */
    private static final int STEPS = 20;

    @Override
    public TaskResult handle(TaskContext task) throws InterruptedException {
        Duration duration = duration(task);
        long stepMillis = Math.max(100, duration.toMillis() / STEPS);
        long endNanos = System.nanoTime() + duration.toNanos();
        long leftNanos = duration.toNanos();
        while (leftNanos > 0 && !task.cancelled()) {
            task.progress((int) (100 - 100 * leftNanos / Math.max(1, duration.toNanos())), "Sleeping.");
            long millis = Math.min(stepMillis, leftNanos / 1_000_000);
            Thread.sleep(millis, (int) (millis < stepMillis ? leftNanos % 1_000_000 : 0));
            leftNanos = endNanos - System.nanoTime();
        }
        return TaskResult.json("{\"slept\":\"" + duration + "\"}");
    }

    private static Duration duration(TaskContext task) {
        Duration[] duration = new Duration[1];
        PayloadFields.read(task, reader -> {
            reader.object(field -> {
                if (!field.equals("duration")) {
                    return false;
                }
                duration[0] = reader.duration(field);
                return true;
            });
            return null;
        });
        if (duration[0] == null || duration[0].isNegative() || duration[0].compareTo(MAX) > 0) {
            throw TaskFailedException.permanent(
                    "The payload's duration is " + duration[0] + "; a duration from PT0S to PT24H is needed, such as"
                            + " {\"duration\": \"PT2S\"}.",
                    null);
        }
        return duration[0];
    }
}
