package dev.takt.core.queue;

import dev.takt.core.task.Task;

/** One handler's part of a queue: its ready tasks, of which a window is in memory. */
public final class Line {
    /** How many ready tasks of one line are held: some 100 ms of the highest throughput, and under a few megabytes. */
    public static final int WINDOW_CAPACITY = 4_000;

    private final TaskQueue queue;
    private final String handler;
    private final Window window;
    private long waiting;

    Line(TaskQueue queue, String handler, long waitingInRecord) {
        this.queue = queue;
        this.handler = handler;
        this.waiting = waitingInRecord;
        this.window = new Window(WINDOW_CAPACITY, waitingInRecord > 0);
    }

    /** Adds a task that became ready; a task that is not held leaves only the count behind. */
    public Task add(Task task) {
        waiting++;
        return window.add(task);
    }

    /** Takes a task out: it starts, or ends, whether the window held it or not. */
    public void remove(Task task) {
        waiting--;
        window.remove(task);
    }

    public Task first() {
        return window.first();
    }

    public TaskQueue queue() {
        return queue;
    }

    public String handler() {
        return handler;
    }

    public Window window() {
        return window;
    }

    /** How many tasks of this line are ready, in memory and beyond. */
    public long waiting() {
        return waiting;
    }
}
