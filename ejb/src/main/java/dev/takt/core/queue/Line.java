package dev.takt.core.queue;

import dev.takt.core.task.Task;

/** One handler's part of a queue: its ready tasks, of which a window is in memory. */
public final class Line {
    /** How many ready tasks of one line are held: some 100 ms of the highest throughput, and under a few megabytes. */
    public static final int WINDOW_CAPACITY = 4_000;

    /**
     * How many tasks that fit on no node one round looks past to find one that does. Tasks that ask for labels or
     * resources thus stand in the way only where more of them than this are stuck at the head of one line; then those
     * behind wait until one of these can start. A few hundred microseconds of a round at the most.
     */
    public static final int LOOK_PAST_MAX = 1_000;

    private final TaskQueue queue;
    private final String handler;
    private final Window window;
    private long waiting;
    private long round;
    private int lookedPast;
    private Task lastPast;

    Line(TaskQueue queue, String handler, boolean inRecord) {
        this.queue = queue;
        this.handler = handler;
        this.window = new Window(WINDOW_CAPACITY, inRecord);
    }

    void countFromNow() {
        waiting = 0;
    }

    /** How many of its tasks waited by the record, in memory and beyond. */
    void count(long waitingInRecord) {
        waiting += waitingInRecord;
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

    /**
     * The first task that may start, as far as its demand says: the first of the line, unless that asks for labels or
     * resources which no node has free. Whether there is a slot for a task that asks nothing is not looked at.
     *
     * @return null when there is none
     */
    public Task head(Room room) {
        Task first = window.first();
        if (first == null || !first.spec().demand().narrows()) {
            return first;
        }
        return room.has(handler) ? headThatFits(room) : null;
    }

    /** Goes on where this round's last look ended: what did not fit then does not fit now. */
    private Task headThatFits(Room room) {
        if (round != room.round()) {
            round = room.round();
            lookedPast = 0;
            lastPast = null;
        }
        for (Task task : window.after(lastPast)) {
            if (!task.spec().demand().narrows() || room.fits(task)) {
                return task;
            }
            if (lookedPast == LOOK_PAST_MAX) {
                return null;
            }
            lookedPast++;
            lastPast = task;
        }
        return null;
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
