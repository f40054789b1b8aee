package dev.takt.web.console;

import dev.takt.api.TaskState;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The diagram of a task's life with the path that it took.
 *
 * @param steps the states of life in their order
 * @param ends the ends, of which at most one is lit
 * @param retries how often the path went back from running; 0 for never
 */
public record LifeCycle(List<Step> steps, List<Step> ends, int retries) {
    /**
     * One state of the diagram.
     *
     * @param mark {@code now} where the task is, {@code past} where it was, {@code off} where it was not
     * @param at when it came there; null when that is not known or did not happen
     */
    public record Step(TaskState state, String mark, Instant at) {}

    private static final String NOW = "now";
    private static final String PAST = "past";
    private static final String OFF = "off";

    static LifeCycle of(TaskDetail detail) {
        TaskSummary task = detail.summary();
        List<Step> steps = new ArrayList<>();
        for (TaskState state : TaskState.values()) {
            if (!state.isFinal()) {
                steps.add(new Step(state, mark(task, state), arrival(task, state)));
            }
        }
        List<Step> ends = Stream.of(TaskState.values())
                .filter(TaskState::isFinal)
                .map(state -> new Step(
                        state, task.state() == state ? NOW : OFF, task.state() == state ? task.endedAt() : null))
                .toList();
        return new LifeCycle(steps, ends, Math.max(0, task.attempts() - 1));
    }

    private static String mark(TaskSummary task, TaskState state) {
        if (task.state() == state) {
            return NOW;
        }
        boolean was =
                switch (state) {
                    case SCHEDULED ->
                        task.dueAt() != null && task.dueAt().isAfter(task.submittedAt()) || task.attempts() > 1;
                    case READY -> task.attempts() > 0 || task.state() == TaskState.RUNNING;
                    case RUNNING -> task.attempts() > 0;
                    case BLOCKED, AWAITING_APPROVAL, SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, EXPIRED -> false;
                };
        return was ? PAST : OFF;
    }

    private static Instant arrival(TaskSummary task, TaskState state) {
        if (OFF.equals(mark(task, state))) {
            return null;
        }
        return switch (state) {
            case SCHEDULED -> task.attempts() > 1 ? null : task.submittedAt();
            case READY ->
                task.attempts() > 1
                        ? null
                        : task.dueAt() != null && task.dueAt().isAfter(task.submittedAt())
                                ? task.dueAt()
                                : task.submittedAt();
            case RUNNING -> task.startedAt();
            case BLOCKED, AWAITING_APPROVAL, SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, EXPIRED -> null;
        };
    }
}
