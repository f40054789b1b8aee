package dev.takt.core.queue;

import dev.takt.core.task.Task;
import java.util.List;

/** One handler's part of a queue: its ready tasks, of which a window is in memory. */
public final class Line {
    /** How many ready tasks of one line are held: some 100 ms of the highest throughput, and under a few megabytes. */
    public static final int WINDOW_CAPACITY = 4_000;

    /** However many lines there are, a refill brings each a few tasks for one statement. */
    static final int WINDOW_CAPACITY_MIN = 8;

    /** So many rounds without a refill show that a window is larger than it need be. */
    private static final int REFILL_ROUNDS_LONG = 8;

    /**
     * How many tasks that fit on no node one round looks past to find one that does. Tasks that ask for labels or
     * resources thus stand in the way only where more of them than this are stuck at the head of one line; then those
     * behind wait until one of these can start. A few hundred microseconds of a round at the most.
     */
    public static final int LOOK_PAST_MAX = 1_000;

    private final TaskQueue queue;
    private final String handler;
    private final Allowance allowance;
    private final Window window;
    private int doublings;
    private long refilledRound;
    private long waiting;
    private long round;
    private int lookedPast;
    private Task lastPast;
    private boolean refused;
    private Task slotKept;
    private long slotKeptRound;
    private boolean inTurn;

    Line(TaskQueue queue, String handler, boolean inRecord, Allowance allowance) {
        this.queue = queue;
        this.handler = handler;
        this.allowance = allowance;
        this.window = new Window(this::capacity, inRecord);
        allowance.countLine();
    }

    private int capacity() {
        return (int) Math.min(WINDOW_CAPACITY, (long) allowance.each() << doublings);
    }

    /**
     * The window takes in what follows. One that had run empty will be larger, so that a queue whose turn comes often is not kept
     * from it; one that was not refilled for long, smaller.
     *
     * @param itsRound which round of the machine this is
     */
    public void refill(List<Task> following, boolean exhausted, long itsRound) {
        if (window.first() == null && refilledRound > 0 && capacity() < WINDOW_CAPACITY && !allowance.isSpent()) {
            doublings++;
        } else if (doublings > 0 && itsRound - refilledRound > REFILL_ROUNDS_LONG) {
            doublings--;
        }
        refilledRound = itsRound;
        allowance.countHeld(-window.size());
        window.refill(following, exhausted);
        allowance.countHeld(window.size());
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
        allowance.countHeld(-window.size());
        Task left = window.add(task);
        allowance.countHeld(window.size());
        return left;
    }

    /** Takes a task out: it starts, or ends, whether the window held it or not. */
    public void remove(Task task) {
        waiting--;
        if (window.remove(task)) {
            allowance.countHeld(-1);
        }
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
            refused = false;
        }
        if (refused) {
            return null;
        }
        for (Task task : window.after(lastPast)) {
            if (!task.spec().demand().narrows() || room.fits(task)) {
                return task;
            }
            if (lookedPast == LOOK_PAST_MAX) {
                break;
            }
            lookedPast++;
            lastPast = task;
        }
        refused = true;
        return null;
    }

    /** Has slots kept for its first task, see {@link Room#keepSlotFor}; in one round, one time is enough for one task. */
    boolean keepSlot(Room room) {
        if (slotKept == first() && slotKeptRound == room.round()) {
            return false;
        }
        slotKept = first();
        slotKeptRound = room.round();
        return room.keepSlotFor(slotKept);
    }

    /** Whether it is among the lines whose turn may come; for {@link Turns}. */
    boolean inTurn() {
        return inTurn;
    }

    void inTurn(boolean stands) {
        inTurn = stands;
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
