package dev.takt.core.pool;

import dev.takt.api.TaskState;
import dev.takt.core.queue.Allowance;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.queue.TaskQueue;
import dev.takt.core.queue.Turns;
import dev.takt.core.queue.Window;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskFact;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a pool's machine knows, and the moves of a task that keep it consistent: every change of a task's place goes
 * through here, so that lines, counts, nodes and the decision of the round agree.
 */
final class PoolState {
    final Map<String, TaskQueue> queues = new LinkedHashMap<>();
    final Map<UUID, Task> held = new HashMap<>();

    /** Tasks of this round that are not held (any more): what was looked up for a command may be out of date. */
    private final Map<UUID, Task> touched = new HashMap<>();

    final Window schedule;
    final RunTimes runTimes = new RunTimes();
    final Roster roster;
    private PoolSettings settings;
    private final Allowance allowance = new Allowance();
    final Turns turns;

    /** Lines whose windows may run low, first come, first refilled. */
    private final Set<Line> low = new LinkedHashSet<>();

    private long round;
    private long now;
    private Decision decision = new Decision();

    PoolState(PoolSettings settings, boolean scheduledInRecord) {
        this.settings = settings;
        this.turns = new Turns(settings.share());
        this.roster = new Roster(settings.placement(), runTimes);
        this.schedule = new Window(() -> PoolMachine.SCHEDULE_CAPACITY, scheduledInRecord);
    }

    /** A new round. */
    void begin(long nowMicros) {
        now = nowMicros;
        round++;
        touched.clear();
        decision = new Decision();
    }

    long now() {
        return now;
    }

    /** The decision of this round. */
    Decision decision() {
        return decision;
    }

    PoolSettings settings() {
        return settings;
    }

    void change(PoolSettings changed) {
        roster.placement(changed.placement());
        if (!changed.share().equals(settings.share())) {
            turns.change(changed.share(), queues.values());
        }
        settings = changed;
    }

    /** A task as it stands in this round; null when it is neither held, nor of this round, nor found in the record. */
    Task present(UUID id, Task found) {
        Task task = held.get(id);
        if (task == null) {
            task = touched.getOrDefault(id, found);
        }
        if (task != null) {
            touched.put(id, task);
        }
        return task;
    }

    /** Notes that this round has the task's latest standing. */
    void touch(Task task) {
        touched.put(task.id(), task);
    }

    void hold(List<Task> tasks) {
        for (Task task : tasks) {
            held.put(task.id(), task);
        }
    }

    void addToLine(Task task) {
        TaskQueue queue = queues.get(task.spec().queue());
        Line line = queue.line(task.spec().handler());
        keepOrLeave(task, line.add(task));
        turns.refresh(line);
    }

    TaskQueue make(QueueSettings queue) {
        TaskQueue made = new TaskQueue(queue, allowance);
        queues.put(queue.name(), made);
        return made;
    }

    /** Notes a line whose window may have become low. */
    void look(Line line) {
        if (line.window().isLow()) {
            low.add(line);
        }
    }

    /** The lines to refill, the longest low first. Those of a paused queue wait until it goes on: nothing of them can start. */
    List<Line> low(int limit) {
        List<Line> lines = new ArrayList<>();
        for (Iterator<Line> each = low.iterator(); each.hasNext() && lines.size() < limit; ) {
            Line line = each.next();
            if (!line.window().isLow()) {
                each.remove();
            } else if (!line.queue().settings().paused()) {
                lines.add(line);
            }
        }
        return lines;
    }

    void refill(Command.LineRefilled refilled) {
        Line line = refilled.line();
        hold(refilled.tasks());
        line.refill(refilled.tasks(), refilled.exhausted(), round);
        low.remove(line);
        look(line);
        turns.refresh(line);
    }

    void addToSchedule(Task task) {
        queues.get(task.spec().queue()).countScheduled(1);
        keepOrLeave(task, schedule.add(task));
    }

    /** Remembers a task that a window took in, and forgets the one that it left to the record. */
    private void keepOrLeave(Task added, Task left) {
        held.put(added.id(), added);
        if (left != null) {
            held.remove(left.id());
        }
    }

    /** Takes a waiting task out of its line or of the schedule. */
    void leaveLine(Task task) {
        TaskQueue queue = queues.get(task.spec().queue());
        if (task.state() == TaskState.SCHEDULED) {
            queue.countScheduled(-1);
            schedule.remove(task);
        } else if (task.state() == TaskState.READY) {
            Line line = queue.line(task.spec().handler());
            line.remove(task);
            look(line);
            turns.refresh(line);
        }
    }

    /** Takes a running task off its node. */
    void leaveNode(Task task) {
        roster.leave(task);
        leaveQueueRunning(task);
    }

    void leaveQueueRunning(Task task) {
        TaskQueue queue = queues.get(task.spec().queue());
        boolean wasOpen = queue.isOpen();
        queue.countRunning(-1);
        if (!wasOpen) {
            turns.refresh(queue);
        }
    }

    /** The rank of a task that becomes ready. */
    long rank(TaskSpec spec, long readyMicros) {
        QueueSettings queue = queues.get(spec.queue()).settings();
        return queue.rank(queue.order().rank(spec, readyMicros, runTimes));
    }

    /** The rank of a task that yields now. */
    long rankAfterSlice(TaskSpec spec) {
        QueueSettings queue = queues.get(spec.queue()).settings();
        return queue.rank(queue.order().rankAfterSlice(spec, now, runTimes));
    }

    void becomeReady(Task task, TaskFact fact, long readyMicros) {
        task.becomeReady(fact, rank(task.spec(), readyMicros));
        decision.updated().add(task);
        addToLine(task);
    }

    boolean isExpired(Task task) {
        long expires = task.spec().expiresMicros();
        return expires != 0 && expires <= now && task.attempt() == 0;
    }

    void expire(Task task) {
        String why = "It had not started before its time to live was over.";
        end(task, TaskFact.EXPIRED, TaskState.EXPIRED, null, why, 0, now);
    }

    /** Ends a task that has left its line or node. {@code startedMicros} is 0 when it never started. */
    void end(Task task, TaskFact fact, TaskState how, String result, String why, long startedMicros, long endedMicros) {
        task.end(fact, how, why);
        held.remove(task.id());
        touched.put(task.id(), task);
        decision.ended().add(new Decision.Ended(task, how, result, why, startedMicros, endedMicros));
    }
}
