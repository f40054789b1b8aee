package dev.takt.core.queue;

import dev.takt.core.policy.Share;
import dev.takt.core.task.Task;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose turn is next: the lines that could be served if there is room, by handler, each handler's in the order of their queues'
 * turns. A queue whose handler finds no room thus costs nothing while others are served, however many such queues wait; nor does
 * one that is paused, at its limit or empty. Cost: O(handlers that are waited for + log queues) for each start.
 */
public final class Turns {
    /** By name, so that equal states decide alike. */
    private final Map<String, TreeSet<Line>> byHandler = new TreeMap<>();

    private Share share;

    public Turns(String share) {
        this.share = Share.named(share);
    }

    /** Another share, under which all queues begin anew. */
    public void change(String toShare, Collection<TaskQueue> queues) {
        byHandler.clear();
        share = Share.named(toShare);
        for (TaskQueue queue : queues) {
            queue.lines().forEach(line -> line.inTurn(false));
            queue.virtualTime(0);
            queue.hadFirst(false);
            refresh(queue);
        }
    }

    /** A queue is to be served in another way: it joins anew. */
    public void change(TaskQueue queue, QueueSettings settings) {
        withdraw(queue);
        queue.change(settings);
        queue.hadFirst(false);
        refresh(queue);
    }

    /** A queue may have been opened or closed, or some of its lines filled or emptied. */
    public void refresh(TaskQueue queue) {
        queue.lines().forEach(this::refresh);
    }

    /** A line may have been filled or emptied, or its queue opened or closed. */
    public void refresh(Line line) {
        TaskQueue queue = line.queue();
        boolean filled = line.first() != null;
        if (filled && !queue.hadFirst()) {
            share.joined(queue);
            queue.hadFirst(true);
        } else if (!filled && queue.hadFirst() && !queue.hasFirst()) {
            queue.hadFirst(false);
        }
        boolean stands = filled && queue.isOpen();
        if (stands && !line.inTurn()) {
            byHandler.computeIfAbsent(line.handler(), handler -> lines()).add(line);
            line.inTurn(true);
        } else if (!stands && line.inTurn()) {
            withdraw(line);
        }
    }

    /** A task of a queue has left its line and starts: the queue has had its turn. */
    public void served(TaskQueue queue) {
        withdraw(queue);
        share.served(queue);
        refresh(queue);
    }

    private void withdraw(TaskQueue queue) {
        for (Line line : queue.lines()) {
            if (line.inTurn()) {
                withdraw(line);
            }
        }
    }

    private void withdraw(Line line) {
        TreeSet<Line> lines = byHandler.get(line.handler());
        lines.remove(line);
        line.inTurn(false);
        if (lines.isEmpty()) {
            byHandler.remove(line.handler());
        }
    }

    /** Within a handler each queue has one line. */
    private TreeSet<Line> lines() {
        Comparator<TaskQueue> order = share.order();
        return new TreeSet<>((one, other) -> order.compare(one.queue(), other.queue()));
    }

    /** Whether any task that is held could start if there were room. */
    public boolean anyWaits() {
        return !byHandler.isEmpty();
    }

    /**
     * The line that is next among those that can be served; null when none can. Whoever would have been before it and finds every
     * slot taken has slots kept.
     */
    public Line next(Room room) {
        Line next = firstWithRoom(room);
        // Each time some node has less room, so this comes to an end.
        while (next != null && keepSlotsBefore(next, room)) {
            next = firstWithRoom(room);
        }
        return next;
    }

    private Line firstWithRoom(Room room) {
        Line best = null;
        Task bestHead = null;
        for (Map.Entry<String, TreeSet<Line>> entry : byHandler.entrySet()) {
            if (room.has(entry.getKey())) {
                for (Line line : entry.getValue()) {
                    if (best != null && !isBefore(line, line.first(), best, bestHead)) {
                        break;
                    }
                    Task head = line.head(room);
                    if (head != null) {
                        if (best == null || isBefore(line, head, best, bestHead)) {
                            best = line;
                            bestHead = head;
                        }
                        break;
                    }
                }
            }
        }
        return best;
    }

    /** Whether a task of a line goes before one of another: by the queues' turns, within a queue by rank. */
    private boolean isBefore(Line line, Task task, Line other, Task otherTask) {
        return line.queue() == other.queue()
                ? Task.BY_RANK.compare(task, otherTask) < 0
                : share.order().compare(line.queue(), other.queue()) < 0;
    }

    /** Keeps slots for those that come before a line and are refused. Says whether that took room from anybody. */
    private boolean keepSlotsBefore(Line next, Room room) {
        boolean took = false;
        // Asked now: once slots are kept, there may be no room for it any more.
        Task head = next.head(room);
        for (Map.Entry<String, TreeSet<Line>> entry : byHandler.entrySet()) {
            for (Line line : entry.getValue()) {
                if (line == next || !isBefore(line, line.first(), next, head)) {
                    break;
                }
                boolean full = !room.has(line.handler());
                if (full || line.head(room) == null) {
                    took |= line.keepSlot(room);
                }
                if (full && !line.first().spec().demand().narrows()) {
                    // Every node that the handler's other lines wait for keeps its slots now.
                    break;
                }
            }
        }
        return took;
    }
}
