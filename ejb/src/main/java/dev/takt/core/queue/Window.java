package dev.takt.core.queue;

import dev.takt.core.task.Task;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * The head of an ordered line: holds every task of the line up to a boundary, and none beyond. While {@link #hasMore}
 * is false the boundary is infinitely far and the window is the whole line.
 */
public final class Window {
    /**
     * How many tasks the first refill brings; each further one brings twice as many. A new owner has what is to start first
     * within milliseconds, however much waits.
     */
    static final int FIRST_REFILL = 250;

    private final IntSupplier capacity;
    private final TreeSet<Task> tasks = new TreeSet<>(Task.BY_RANK);
    private boolean more;
    private int refillMax = FIRST_REFILL;
    private long boundaryRank = Long.MIN_VALUE;
    private UUID boundaryId = new UUID(0, 0);

    /**
     * @param capacity how many tasks it should hold at most; when that becomes less, what is held stays, and goes by and by
     * @param more whether the record has tasks of this line that have not been read
     */
    public Window(IntSupplier capacity, boolean more) {
        this.capacity = capacity;
        this.more = more;
    }

    /**
     * Adds a task of the line.
     *
     * @return the task that is now left to the record only: this one, or one that had to make room for it; null when all
     *     are held
     */
    public Task add(Task task) {
        if (more && isBeyondBoundary(task)) {
            return task;
        }
        tasks.add(task);
        if (tasks.size() <= capacity.getAsInt()) {
            return null;
        }
        Task left = tasks.pollLast();
        more = true;
        bound(tasks.last());
        return left;
    }

    /** Takes in the tasks that follow the boundary in the record, in order; {@code exhausted} when there are no others. */
    public void refill(List<Task> following, boolean exhausted) {
        tasks.addAll(following);
        if (!following.isEmpty()) {
            bound(following.get(following.size() - 1));
        }
        more = !exhausted;
        refillMax = Math.min(2 * refillMax, Math.max(FIRST_REFILL, capacity.getAsInt()));
    }

    private void bound(Task last) {
        boundaryRank = last.rank();
        boundaryId = last.id();
    }

    /** Whether a task stands where the window does not reach. */
    public boolean isBeyond(Task task) {
        return more && isBeyondBoundary(task);
    }

    private boolean isBeyondBoundary(Task task) {
        return task.rank() > boundaryRank
                || (task.rank() == boundaryRank && task.id().compareTo(boundaryId) > 0);
    }

    /** The first task; null when none is held. */
    public Task first() {
        return tasks.isEmpty() ? null : tasks.first();
    }

    /** The tasks that are held behind one, in order; all when it is null. */
    public Iterable<Task> after(Task task) {
        return task == null ? tasks : tasks.tailSet(task, false);
    }

    /** How many of the held tasks stand before one, which need not be held. */
    public int countBefore(Task task) {
        return tasks.headSet(task, false).size();
    }

    public boolean remove(Task task) {
        return tasks.remove(task);
    }

    /** Whether it runs low while the record has more. */
    public boolean isLow() {
        return more && tasks.size() <= capacity.getAsInt() / 4;
    }

    /** How many tasks a refill should bring. */
    public int room() {
        return Math.max(1, Math.min(refillMax, capacity.getAsInt() - tasks.size()));
    }

    public boolean hasMore() {
        return more;
    }

    public int size() {
        return tasks.size();
    }

    /** With {@link #boundaryId}: a refill reads what follows this rank and id. */
    public long boundaryRank() {
        return boundaryRank;
    }

    public UUID boundaryId() {
        return boundaryId;
    }
}
