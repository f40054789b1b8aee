package dev.takt.core.pool;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.List;
import java.util.UUID;

/** What an owner is told. What the machine cannot know by itself was looked up in the record before. */
public sealed interface Command {
    /** New tasks, all or none. */
    record Submit(List<TaskSpec> tasks, Ticket ticket) implements Command {}

    /** A worker says how an attempt ended. */
    record Report(String node, AttemptReport report) implements Command {}

    /**
     * Somebody wants the end of a task.
     *
     * @param found the task as the record has it, used when the machine does not hold it; null when there is none
     */
    record Cancel(UUID task, Task found, String actor, Ticket ticket) implements Command {}

    /** Somebody does not want to wait for a scheduled task's time. */
    record Hasten(UUID task, Task found, String actor, Ticket ticket) implements Command {}

    /** Tasks of the record whose time to live is over. */
    record Expire(List<Task> found) implements Command {}

    /** A node is there, or says anew what it can do. */
    record NodeUp(NodeFacts facts) implements Command {}

    /**
     * A node is gone, with all that it ran.
     *
     * @param stopped whether it was stopped in good order; then its tasks are not suspected of killing it
     */
    record NodeGone(String id, boolean stopped) implements Command {}

    /** A queue was made or changed. */
    record QueueChanged(QueueSettings settings) implements Command {}

    /** The pool was changed. */
    record PoolChanged(PoolSettings settings) implements Command {}

    /** The next tasks of a line's window. */
    record LineRefilled(Line line, List<Task> tasks, boolean exhausted) implements Command {}

    /** The next tasks of the schedule's window. */
    record ScheduleRefilled(List<Task> tasks, boolean exhausted) implements Command {}
}
