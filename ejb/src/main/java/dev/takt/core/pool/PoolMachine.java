package dev.takt.core.pool;

import dev.takt.core.node.PoolNode;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.queue.TaskQueue;
import dev.takt.core.queue.Window;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskFact;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides for one pool in one epoch. Holds what runs, the heads of the lines and of the schedule, and the counts of the
 * rest. {@link #decide} is the only door: it hands each command to those who know ({@link Requests},
 * {@link AttemptEnds}), then starts whatever can start. Not for several threads.
 */
public final class PoolMachine {
    /** How many scheduled tasks are held: more than come due within a second at any rate that one pool can start. */
    public static final int SCHEDULE_CAPACITY = 20_000;

    /** How many lines are refilled in one round: each is a statement of well under a millisecond. */
    public static final int REFILLS_MAX = 100;

    /** Tokens are the epoch with this many bits of sequence below: 10^12 attempts in one epoch. */
    private static final int TOKEN_SEQUENCE_BITS = 40;

    private final PoolState pool;
    private final Requests requests;
    private final AttemptEnds attemptEnds;
    private long nextToken;

    /**
     * A machine for a new epoch, before anything was loaded.
     *
     * @param epoch from 1
     * @param scheduledInRecord whether the record has scheduled tasks
     */
    public PoolMachine(PoolSettings settings, long epoch, boolean scheduledInRecord) {
        this.pool = new PoolState(settings, scheduledInRecord);
        this.requests = new Requests(pool);
        this.attemptEnds = new AttemptEnds(pool);
        this.nextToken = (epoch << TOKEN_SEQUENCE_BITS) + 1;
    }

    /** Loading: a queue, with the handlers that ready tasks of the record wait for. */
    public void load(QueueSettings queue, Set<String> handlersReady) {
        TaskQueue loaded = pool.make(queue);
        handlersReady.forEach(handler -> pool.look(loaded.load(handler)));
    }

    /** Loading: from now on the changes of the counts are kept, until {@link #count} says where they began. */
    public void countFromNow() {
        pool.queues.values().forEach(TaskQueue::countFromNow);
    }

    /**
     * Loading: how many tasks waited by the record at {@link #countFromNow}.
     *
     * @param ready by queue and handler
     * @param scheduled by queue
     */
    public void count(Map<String, Map<String, Long>> ready, Map<String, Long> scheduled) {
        for (TaskQueue queue : pool.queues.values()) {
            queue.count(ready.getOrDefault(queue.name(), Map.of()), scheduled.getOrDefault(queue.name(), 0L));
        }
    }

    /** Loading: a task that the record says is running. */
    public void loadRunning(Task task) {
        pool.held.put(task.id(), task);
        pool.queues.get(task.spec().queue()).countRunning(1);
        pool.roster.nodeOrAbsent(task.node()).add(task);
    }

    /** The token that was given last. */
    public long latestToken() {
        return nextToken - 1;
    }

    /** The epoch of a token. */
    public static long epochOf(long token) {
        return token >>> TOKEN_SEQUENCE_BITS;
    }

    /** Applies the commands in order, then what time has brought, then starts whatever can start. */
    public Decision decide(List<Command> commands, long nowMicros) {
        pool.begin(nowMicros);
        for (Command command : commands) {
            apply(command);
        }
        releaseDue();
        startReady();
        return pool.decision();
    }

    private void apply(Command command) {
        if (command instanceof Command.Submit submit) {
            requests.submit(submit);
        } else if (command instanceof Command.Report report) {
            attemptEnds.report(report);
        } else if (command instanceof Command.Cancel cancel) {
            requests.cancel(cancel);
        } else if (command instanceof Command.Hasten hasten) {
            requests.hasten(hasten);
        } else if (command instanceof Command.Expire expire) {
            requests.expire(expire);
        } else if (command instanceof Command.NodeUp up) {
            pool.roster.up(up.facts());
        } else if (command instanceof Command.NodeGone gone) {
            attemptEnds.nodeGone(gone.id(), gone.stopped());
        } else if (command instanceof Command.QueueChanged changed) {
            queueChanged(changed.settings());
        } else if (command instanceof Command.PoolChanged changed) {
            pool.change(changed.settings());
        } else if (command instanceof Command.LineRefilled refilled) {
            pool.refill(refilled);
        } else if (command instanceof Command.ScheduleRefilled refilled) {
            pool.hold(refilled.tasks());
            pool.schedule.refill(refilled.tasks(), refilled.exhausted());
        }
    }

    private void queueChanged(QueueSettings changed) {
        TaskQueue queue = pool.queues.get(changed.name());
        if (queue == null) {
            pool.make(changed);
        } else if (!changed.equals(queue.settings())) {
            pool.turns.change(queue, changed);
        }
    }

    private void releaseDue() {
        Window schedule = pool.schedule;
        for (Task task = schedule.first(); task != null && task.rank() <= pool.now(); task = schedule.first()) {
            pool.leaveLine(task);
            pool.becomeReady(task, TaskFact.BECAME_DUE, task.rank());
        }
    }

    private void startReady() {
        pool.roster.beginStarts();
        for (Line line = pool.turns.next(pool.roster); line != null; line = pool.turns.next(pool.roster)) {
            Task task = line.head(pool.roster);
            line.remove(task);
            pool.look(line);
            if (pool.isExpired(task)) {
                pool.turns.refresh(line);
                pool.expire(task);
            } else {
                start(task, line.queue());
            }
        }
    }

    /** Whether tasks that may start were left waiting by the latest decision. */
    public boolean leavesWaiting() {
        return pool.turns.anyWaits();
    }

    private void start(Task task, TaskQueue queue) {
        PoolNode node = pool.roster.place(task.spec());
        task.start(node.id(), nextToken++, pool.now());
        pool.roster.add(node, task);
        queue.countRunning(1);
        pool.turns.served(queue);
        pool.held.put(task.id(), task);
        pool.decision().updated().add(task);
        pool.decision().started().add(task);
    }

    /**
     * Lines whose windows run low: read what follows their boundaries and say {@link Command.LineRefilled}. No more than
     * {@value #REFILLS_MAX}; the others are told when these have been refilled.
     */
    public List<Line> linesToRefill() {
        return pool.low(REFILLS_MAX);
    }

    /** After how long a task of a queue should yield, in milliseconds; 0 for never. */
    public long sliceMillis(String queue) {
        return pool.queues.get(queue).settings().sliceMillis();
    }

    public boolean hasQueue(String name) {
        return pool.queues.containsKey(name);
    }

    /** The schedule's window. */
    public Window schedule() {
        return pool.schedule;
    }

    /** When the next scheduled task comes due, in microseconds; {@link Long#MAX_VALUE} when none is known. */
    public long nextDueMicros() {
        Task first = pool.schedule.first();
        return first == null ? Long.MAX_VALUE : first.rank();
    }

    public Collection<TaskQueue> queues() {
        return pool.queues.values();
    }

    public Collection<PoolNode> nodes() {
        return pool.roster.nodes();
    }

    public PoolSettings settings() {
        return pool.settings();
    }

    /**
     * Why a task that this machine holds does not run, by the predicates that decide.
     *
     * @return empty when it is not held: look it up and ask with {@link #whyWaiting(Task)}
     */
    public Optional<Waiting> whyWaiting(UUID id) {
        return Optional.ofNullable(held(id)).map(this::whyWaiting);
    }

    /** Why a task does not run; it is of this pool, and as the record has it when the machine does not hold it. */
    public Waiting whyWaiting(Task task) {
        return Waiting.of(task, pool);
    }

    /** A task that is held, running or in a window; null when it is not. */
    public Task held(UUID id) {
        return pool.held.get(id);
    }
}
