package dev.takt.core.pool;

import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.node.PoolNode;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.queue.TaskQueue;
import dev.takt.core.queue.Window;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskFact;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Decides for one pool in one epoch. Holds what runs, the heads of the lines and of the schedule, and the counts of the
 * rest. Not for several threads.
 */
public final class PoolMachine {
    /** How many scheduled tasks are held: more than come due within a second at any rate that one pool can start. */
    public static final int SCHEDULE_CAPACITY = 20_000;

    /** Tokens are the epoch with this many bits of sequence below: 10^12 attempts in one epoch. */
    private static final int TOKEN_SEQUENCE_BITS = 40;

    private final Map<String, TaskQueue> queues = new TreeMap<>();
    private final Map<UUID, Task> held = new HashMap<>();

    /** Tasks of this round that are not held (any more): what was looked up for a command may be out of date. */
    private final Map<UUID, Task> touched = new HashMap<>();

    private final Window schedule;
    private final RunTimes runTimes = new RunTimes();
    private final Roster roster;
    private PoolSettings settings;
    private dev.takt.core.policy.Share share;
    private long nextToken;
    private long now;
    private Decision decision = new Decision();

    /**
     * A machine for a new epoch, before anything was loaded.
     *
     * @param epoch from 1
     * @param scheduledInRecord whether the record has scheduled tasks
     */
    public PoolMachine(PoolSettings settings, long epoch, boolean scheduledInRecord) {
        this.settings = settings;
        this.share = dev.takt.core.policy.Share.named(settings.share());
        this.roster = new Roster(settings.placement(), runTimes);
        this.schedule = new Window(SCHEDULE_CAPACITY, scheduledInRecord);
        this.nextToken = (epoch << TOKEN_SEQUENCE_BITS) + 1;
    }

    /** Loading: a queue with what the record counts of it, by handler. */
    public void load(QueueSettings queue, Map<String, Long> readyByHandler, long scheduled) {
        TaskQueue loaded = new TaskQueue(queue);
        readyByHandler.forEach(loaded::load);
        loaded.countScheduled(scheduled);
        queues.put(queue.name(), loaded);
    }

    /** Loading: a task that the record says is running. */
    public void loadRunning(Task task) {
        held.put(task.id(), task);
        queues.get(task.spec().queue()).countRunning(1);
        roster.nodeOrAbsent(task.node()).add(task);
    }

    /** The epoch of a token. */
    public static long epochOf(long token) {
        return token >>> TOKEN_SEQUENCE_BITS;
    }

    /** Applies the commands in order, then what time has brought, then starts whatever can start. */
    public Decision decide(List<Command> commands, long nowMicros) {
        now = nowMicros;
        touched.clear();
        decision = new Decision();
        for (Command command : commands) {
            apply(command);
        }
        releaseDue();
        startReady();
        return decision;
    }

    private void apply(Command command) {
        if (command instanceof Command.Submit submit) {
            submit(submit);
        } else if (command instanceof Command.Report report) {
            report(report);
        } else if (command instanceof Command.Cancel cancel) {
            cancel(cancel);
        } else if (command instanceof Command.Hasten hasten) {
            hasten(hasten);
        } else if (command instanceof Command.Expire expire) {
            expire.found().forEach(this::expire);
        } else if (command instanceof Command.NodeUp up) {
            roster.up(up.id(), up.slots(), up.handlers());
        } else if (command instanceof Command.NodeGone gone) {
            nodeGone(gone.id(), gone.stopped());
        } else if (command instanceof Command.QueueChanged changed) {
            queueChanged(changed.settings());
        } else if (command instanceof Command.PoolChanged changed) {
            poolChanged(changed.settings());
        } else if (command instanceof Command.LineRefilled refilled) {
            lineRefilled(refilled);
        } else if (command instanceof Command.ScheduleRefilled refilled) {
            hold(refilled.tasks());
            schedule.refill(refilled.tasks(), refilled.exhausted());
        }
    }

    private void submit(Command.Submit submit) {
        for (TaskSpec spec : submit.tasks()) {
            if (!queues.containsKey(spec.queue())) {
                decision.answers().add(new Decision.Answer(submit.ticket(), List.of(), Ticket.Refusal.NO_QUEUE));
                return;
            }
        }
        List<Task> made = new ArrayList<>(submit.tasks().size());
        for (TaskSpec spec : submit.tasks()) {
            Task task = new Task(spec);
            TaskQueue queue = queues.get(spec.queue());
            if (spec.dueMicros() > now) {
                task.place(TaskState.SCHEDULED, spec.dueMicros());
                addToSchedule(task);
            } else {
                task.place(TaskState.READY, queue.settings().order().rank(spec, readySince(spec)));
                addToLine(task);
            }
            touched.put(task.id(), task);
            decision.inserted().add(task);
            made.add(task);
            if (spec.retryOf() != null) {
                decision.audited()
                        .add(new Decision.Audited(
                                spec.submittedBy(),
                                "task.retried",
                                spec.retryOf().toString()));
            }
        }
        decision.answers().add(new Decision.Answer(submit.ticket(), made, null));
    }

    private static long readySince(TaskSpec spec) {
        return Math.max(spec.submittedMicros(), spec.dueMicros());
    }

    private void report(Command.Report command) {
        var report = command.report();
        decision.settled().add(new Decision.Settled(command.node(), report));
        Task task = held.get(report.task());
        if (task == null || task.state() != TaskState.RUNNING || task.token() != report.token()) {
            decision.countRefusedReport();
            return;
        }
        leaveNode(task);
        long started = Micros.of(report.startedAt());
        long endedAt = Micros.of(report.endedAt());
        runTimes.learn(task.spec().handler(), endedAt - started);
        if (report.outcome() != AttemptOutcome.SUCCEEDED || report.log() != null || task.attempt() > 1) {
            decision.attempts()
                    .add(new Decision.Attempt(
                            task,
                            task.attempt(),
                            task.token(),
                            task.node(),
                            started,
                            endedAt,
                            report.outcome(),
                            report.error(),
                            report.log()));
        }
        switch (report.outcome()) {
            case SUCCEEDED ->
                end(task, TaskFact.SUCCEEDED, TaskState.SUCCEEDED, report.result(), null, started, endedAt);
            // Told to stop: if nobody asked for that, its node stops, and the attempt has simply failed.
            case FAILED, CANCELLED, LOST ->
                failed(task, TaskFact.FAILED, TaskState.FAILED, report.error(), report.retryable(), started, endedAt);
            case TIMED_OUT ->
                failed(task, TaskFact.TIMED_OUT, TaskState.TIMED_OUT, report.error(), true, started, endedAt);
        }
    }

    private void failed(
            Task task, TaskFact fact, TaskState last, String why, boolean retryable, long started, long endedAt) {
        if (task.isCancelRequested()) {
            end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, started, endedAt);
        } else if (retryable && task.spec().retry().allowsAnother(task.counted())) {
            long wait = task.spec().retry().waitMicros(task.counted(), task.id().getLeastSignificantBits());
            task.waitForRetry(now + wait, why);
            decision.updated().add(task);
            addToSchedule(task);
        } else {
            end(task, fact, last, null, why, started, endedAt);
        }
    }

    private void nodeGone(String id, boolean stopped) {
        for (Task task : roster.gone(id)) {
            leaveQueueRunning(task);
            String why = "Node " + id + (stopped ? " was stopped" : " was lost") + " while it ran attempt "
                    + task.attempt() + ".";
            decision.attempts()
                    .add(new Decision.Attempt(
                            task,
                            task.attempt(),
                            task.token(),
                            id,
                            task.startedMicros(),
                            now,
                            AttemptOutcome.LOST,
                            why,
                            null));
            task.countInterrupted(stopped);
            if (task.isCancelRequested()) {
                end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, task.startedMicros(), now);
            } else if (!stopped && task.lost() >= settings.lostLimit()) {
                String verdict = "Quarantined: " + task.lost() + " attempts were lost together with their nodes (the "
                        + "pool's limit is " + settings.lostLimit() + "), so this task may be what kills them. "
                        + "Look at its handler, then retry it. " + why;
                end(task, TaskFact.QUARANTINED, TaskState.FAILED, null, verdict, task.startedMicros(), now);
            } else {
                task.lose(why);
                decision.updated().add(task);
                addToLine(task);
            }
        }
    }

    private void cancel(Command.Cancel command) {
        Task task = present(command.task(), command.found());
        if (task == null || task.state().isFinal()) {
            decision.answers().add(new Decision.Answer(command.ticket(), List.of(), Ticket.Refusal.NOT_LIVE));
            return;
        }
        decision.audited()
                .add(new Decision.Audited(
                        command.actor(), "task.cancel-requested", task.id().toString()));
        if (task.state() == TaskState.RUNNING) {
            task.requestCancel(now);
            decision.updated().add(task);
            decision.stops().add(new Decision.Stop(task.node(), task));
        } else {
            leaveLine(task);
            String why = "Cancelled by " + command.actor() + ".";
            end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, task.startedMicros(), now);
        }
        decision.answers().add(new Decision.Answer(command.ticket(), List.of(task), null));
    }

    private void hasten(Command.Hasten command) {
        Task task = present(command.task(), command.found());
        if (task == null || task.state() != TaskState.SCHEDULED) {
            Ticket.Refusal why =
                    task == null || task.state().isFinal() ? Ticket.Refusal.NOT_LIVE : Ticket.Refusal.NOT_SCHEDULED;
            decision.answers().add(new Decision.Answer(command.ticket(), List.of(), why));
            return;
        }
        leaveLine(task);
        becomeReady(task, TaskFact.HASTENED, now);
        decision.audited()
                .add(new Decision.Audited(
                        command.actor(), "task.retried", task.id().toString()));
        decision.answers().add(new Decision.Answer(command.ticket(), List.of(task), null));
    }

    /** A task as it stands in this round; null when it is neither held, nor of this round, nor found in the record. */
    private Task present(UUID id, Task found) {
        Task task = held.get(id);
        if (task == null) {
            task = touched.getOrDefault(id, found);
        }
        if (task != null) {
            touched.put(id, task);
        }
        return task;
    }

    private void expire(Task found) {
        Task task = present(found.id(), found);
        if (task.state().isWaiting() && task.attempt() == 0 && isExpired(task)) {
            leaveLine(task);
            expireNow(task);
        }
    }

    private boolean isExpired(Task task) {
        long expires = task.spec().expiresMicros();
        return expires != 0 && expires <= now && task.attempt() == 0;
    }

    private void expireNow(Task task) {
        end(
                task,
                TaskFact.EXPIRED,
                TaskState.EXPIRED,
                null,
                "It had not started before its time to live was over.",
                0,
                now);
    }

    private void end(
            Task task, TaskFact fact, TaskState how, String result, String why, long startedMicros, long endedMicros) {
        task.end(fact, how, why);
        held.remove(task.id());
        touched.put(task.id(), task);
        decision.ended().add(new Decision.Ended(task, how, result, why, startedMicros, endedMicros));
    }

    private void queueChanged(QueueSettings changed) {
        TaskQueue queue = queues.get(changed.name());
        if (queue == null) {
            queues.put(changed.name(), new TaskQueue(changed));
        } else {
            queue.change(changed);
        }
    }

    private void poolChanged(PoolSettings changed) {
        roster.placement(changed.placement());
        if (!changed.share().equals(settings.share())) {
            share = dev.takt.core.policy.Share.named(changed.share());
            for (TaskQueue queue : queues.values()) {
                if (queue.lines().stream().anyMatch(line -> line.first() != null)) {
                    share.enter(queue);
                }
            }
        }
        settings = changed;
    }

    private void lineRefilled(Command.LineRefilled refilled) {
        hold(refilled.tasks());
        refilled.line().window().refill(refilled.tasks(), refilled.exhausted());
        if (refilled.line().first() != null) {
            share.enter(refilled.line().queue());
        }
    }

    private void hold(List<Task> tasks) {
        for (Task task : tasks) {
            held.put(task.id(), task);
        }
    }

    private void addToLine(Task task) {
        TaskQueue queue = queues.get(task.spec().queue());
        keepOrLeave(task, queue.line(task.spec().handler()).add(task));
        share.enter(queue);
    }

    private void addToSchedule(Task task) {
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
    private void leaveLine(Task task) {
        TaskQueue queue = queues.get(task.spec().queue());
        if (task.state() == TaskState.SCHEDULED) {
            queue.countScheduled(-1);
            schedule.remove(task);
        } else if (task.state() == TaskState.READY) {
            queue.line(task.spec().handler()).remove(task);
        }
    }

    private void leaveNode(Task task) {
        roster.leave(task);
        leaveQueueRunning(task);
    }

    private void leaveQueueRunning(Task task) {
        queues.get(task.spec().queue()).countRunning(-1);
    }

    private void releaseDue() {
        for (Task task = schedule.first(); task != null && task.rank() <= now; task = schedule.first()) {
            leaveLine(task);
            becomeReady(task, TaskFact.BECAME_DUE, task.rank());
        }
    }

    private void becomeReady(Task task, TaskFact fact, long readyMicros) {
        TaskQueue queue = queues.get(task.spec().queue());
        task.becomeReady(fact, queue.settings().order().rank(task.spec(), readyMicros));
        decision.updated().add(task);
        addToLine(task);
    }

    private void startReady() {
        Line line = nextLine();
        while (line != null) {
            Task task = line.first();
            line.remove(task);
            if (isExpired(task)) {
                expireNow(task);
            } else {
                start(task, line.queue());
            }
            line = nextLine();
        }
    }

    /** The line that is next by share and order among those that can be served; null when none can. */
    private Line nextLine() {
        if (!roster.hasAnyRoom()) {
            return null;
        }
        List<TaskQueue> idle = null;
        Line next = null;
        for (var turns = share.turns(); next == null && turns.hasNext(); ) {
            TaskQueue queue = turns.next();
            next = queue.isOpen() ? queue.next(roster::hasRoom) : null;
            if (next == null && queue.lines().stream().allMatch(line -> line.first() == null)) {
                idle = idle == null ? new ArrayList<>() : idle;
                idle.add(queue);
            }
        }
        if (idle != null) {
            idle.forEach(share::leave);
        }
        return next;
    }

    private void start(Task task, TaskQueue queue) {
        PoolNode node = roster.place(task.spec());
        task.start(node.id(), nextToken++, now);
        node.add(task);
        queue.countRunning(1);
        share.served(queue);
        held.put(task.id(), task);
        decision.updated().add(task);
        decision.started().add(task);
    }

    /** Lines whose windows run low: read what follows their boundaries and say {@link Command.LineRefilled}. */
    public List<Line> linesToRefill() {
        List<Line> low = new ArrayList<>();
        for (TaskQueue queue : queues.values()) {
            for (Line line : queue.lines()) {
                if (line.window().isLow()) {
                    low.add(line);
                }
            }
        }
        return low;
    }

    public boolean hasQueue(String name) {
        return queues.containsKey(name);
    }

    /** The schedule's window. */
    public Window schedule() {
        return schedule;
    }

    /** When the next scheduled task comes due, in microseconds; {@link Long#MAX_VALUE} when none is known. */
    public long nextDueMicros() {
        Task first = schedule.first();
        return first == null ? Long.MAX_VALUE : first.rank();
    }

    public Collection<TaskQueue> queues() {
        return queues.values();
    }

    public Collection<PoolNode> nodes() {
        return roster.nodes();
    }

    public PoolSettings settings() {
        return settings;
    }

    /** A task that is held, running or in a window; null when it is not. */
    public Task held(UUID id) {
        return held.get(id);
    }
}
