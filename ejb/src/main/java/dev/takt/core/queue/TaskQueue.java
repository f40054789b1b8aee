package dev.takt.core.queue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A queue of a pool: its settings, its lines, and what of it runs. */
public final class TaskQueue {
    private final Allowance allowance;
    private QueueSettings settings;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int running;
    private long scheduled;
    private double virtualTime;
    private boolean hadFirst;

    /**
     * A queue without lines.
     *
     * @param allowance shared by the queues of a pool
     */
    public TaskQueue(QueueSettings settings, Allowance allowance) {
        this.settings = settings;
        this.allowance = allowance;
    }

    /** The line of a handler, made when it is first needed. */
    public Line line(String handler) {
        Line line = lines.get(handler);
        if (line == null) {
            line = new Line(this, handler, false, allowance);
            lines.put(handler, line);
        }
        return line;
    }

    /** A line of which the record has ready tasks; none of them was read yet. */
    public Line load(String handler) {
        Line line = new Line(this, handler, true, allowance);
        lines.put(handler, line);
        return line;
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

    /** Whether it has joined those that wait for their turn; for {@link Turns}. */
    boolean hadFirst() {
        return hadFirst;
    }

    void hadFirst(boolean had) {
        hadFirst = had;
    }
}
