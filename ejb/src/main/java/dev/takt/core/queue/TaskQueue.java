package dev.takt.core.queue;

import dev.takt.core.task.Task;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A queue of a pool: its settings, its lines, and what of it runs. */
public final class TaskQueue {
    private QueueSettings settings;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int running;
    private long scheduled;
    private double virtualTime;

    public TaskQueue(QueueSettings settings) {
        this.settings = settings;
    }

    /** The line of a handler, made when it is first needed. */
    public Line line(String handler) {
        Line line = lines.get(handler);
        if (line == null) {
            line = new Line(this, handler, false);
            lines.put(handler, line);
        }
        return line;
    }

    /** A line of which the record has ready tasks; none of them was read yet. */
    public void load(String handler) {
        lines.put(handler, new Line(this, handler, true));
    }

    /** From now on the changes of its counts are kept, until {@link #count} says where they began. */
    public void countFromNow() {
        lines.values().forEach(Line::countFromNow);
        scheduled = 0;
    }

    /** How many tasks waited by the record, by handler, and how many were scheduled. */
    public void count(Map<String, Long> readyByHandler, long itsScheduled) {
        for (Line line : lines.values()) {
            line.count(readyByHandler.getOrDefault(line.handler(), 0L));
        }
        scheduled += itsScheduled;
    }

    /** Whether one more of its tasks may start, for all that the queue says. */
    public boolean isOpen() {
        return !settings.paused() && running < settings.runningLimit();
    }

    /** The line whose {@linkplain Line#head head} goes next, among those for which there is room; null when there is none. */
    public Line next(Room room) {
        Line best;
        Task first;
        boolean refused;
        do {
            best = null;
            first = null;
            refused = false;
            for (Line line : lines.values()) {
                Task head = line.head(room);
                if (first == null || head == null || Task.BY_RANK.compare(head, first) < 0) {
                    if (head != null && room.has(line.handler())) {
                        best = line;
                        first = head;
                    } else {
                        refused |= line.first() != null;
                    }
                }
            }
            // Each time some node has less room, so this comes to an end.
        } while (refused && keepSlots(first, room) && best != null);
        return best;
    }

    /** Keeps slots for those that come before a task and are refused; null for all. Says whether that took any room. */
    private boolean keepSlots(Task before, Room room) {
        boolean took = false;
        for (Line line : lines.values()) {
            Task head = line.first();
            if (head != null && (before == null || Task.BY_RANK.compare(head, before) < 0)) {
                took |= room.keepSlotFor(head);
            }
        }
        return took;
    }

    /** Whether any of its tasks is ready in memory. */
    public boolean hasFirst() {
        for (Line line : lines.values()) {
            if (line.first() != null) {
                return true;
            }
        }
        return false;
    }

    public String name() {
        return settings.name();
    }

    public QueueSettings settings() {
        return settings;
    }

    public void change(QueueSettings changed) {
        this.settings = changed;
    }

    public Collection<Line> lines() {
        return lines.values();
    }

    public long waiting() {
        long sum = 0;
        for (Line line : lines.values()) {
            sum += line.waiting();
        }
        return sum;
    }

    public int running() {
        return running;
    }

    public void countRunning(int change) {
        running += change;
    }

    public long scheduled() {
        return scheduled;
    }

    public void countScheduled(long change) {
        scheduled += change;
    }

    /** Its place among the queues: kept for the share policy, and of no meaning to another. */
    public double virtualTime() {
        return virtualTime;
    }

    public void virtualTime(double time) {
        this.virtualTime = time;
    }
}
