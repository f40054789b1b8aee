package dev.takt.core.queue;

import dev.takt.core.task.Task;

/** What the pool's nodes can take while one round starts tasks. In that time nodes only fill, they never empty. */
public interface Room {
    /** Which round this is: what did not fit in a round does not fit later in the same. */
    long round();

    /** Whether some node could start a task of a handler that asks nothing else. */
    boolean has(String handler);

    /** Whether some node could start this task. */
    boolean fits(Task task);

    /**
     * A task whose turn it is finds every slot taken: until the round ends, the nodes that it waits for take nothing
     * ahead of their slots. Else short tasks, which are handed out ahead, would keep for ever those out that are not.
     *
     * @return whether this took room from anybody
     */
    boolean keepSlotFor(Task task);
}
