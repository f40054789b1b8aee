package dev.takt.bench.decision;

import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.queue.TaskQueue;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A pool in a steady state, by a clock of its own: every slot is taken, each task runs for some tenths of a second, and whenever
 * one starts another comes in behind it. A tenth of the queues is paused, a tenth at its limit most of the time, and one
 * handler of eight is on one node in a hundred only, so that its queues are stuck.
 */
public final class DecisionLoop {
    /** Of each node. */
    public static final int SLOTS = 8;

    private static final int HANDLERS = 8;
    private static final int NODES_A_SCARCE_HANDLER = 100;
    private static final int WEIGHT_MAX = 1_000;

    /** About what an owner gathers while the transaction before is being written. */
    private static final long ROUND_MICROS = 10_000;

    /** Tasks run for one to three times as long, in steps of a round. */
    private static final int RUN_ROUNDS = 20;

    private static final long BEGIN_MICROS = 1_700_000_000_000_000L;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PoolMachine machine;
    private final WaitingTasks record;
    private final List<List<Task>> endings = new ArrayList<>();
    private long now = BEGIN_MICROS;
    private List<Task> latest = List.of();
    private long started;

    /**
     * A pool with its nodes and its backlog, before its first round.
     *
     * @param record what waits
     */
    DecisionLoop(WaitingTasks record, int nodes, String share, String placement) {
        this.record = record;
        this.machine = new PoolMachine(new PoolSettings(WaitingTasks.POOL, placement, share, 3), 1, false);
        for (int queue = 0; queue < record.queues(); queue++) {
            machine.load(settings(queue), Set.of(record.handler(queue)));
        }
        machine.decide(IntStream.range(0, nodes).mapToObj(DecisionLoop::node).toList(), now);
        IntStream.range(0, 3 * RUN_ROUNDS + 1).forEach(round -> endings.add(new ArrayList<>()));
    }

    /** What waits in a pool of this size when it begins. */
    static WaitingTasks backlog(Scale scale) {
        String[] handlers = IntStream.range(0, scale.queues())
                .mapToObj(queue -> "handler-" + queue % HANDLERS)
                .toArray(String[]::new);
        return new WaitingTasks(handlers, scale.waiting(), BEGIN_MICROS - scale.waiting());
    }

    private QueueSettings settings(int queue) {
        int limit = queue % 10 == 1 ? 1 : QueueSettings.NO_LIMIT;
        return new QueueSettings(
                record.name(queue),
                new FirstComeFirstServed(),
                1 + (int) (queue * 7_919L % WEIGHT_MAX),
                limit,
                queue % 10 == 0);
    }

    private static Command node(int number) {
        Set<String> handlers = new LinkedHashSet<>();
        for (int handler = number % NODES_A_SCARCE_HANDLER == 0 ? 0 : 1; handler < HANDLERS; handler++) {
            handlers.add("handler-" + handler);
        }
        return new Command.NodeUp(
                new NodeFacts("node-" + number, "node-" + number, SLOTS, handlers, Map.of(), 1, 0, 0, 0, false));
    }

    /** One round: what ended is told, what started before is followed by another, and what may start does. */
    Round round() {
        now += ROUND_MICROS;
        List<Command> commands = new ArrayList<>();
        long begin = processorNanos();
        List<Line> low = machine.linesToRefill();
        long machineNanos = processorNanos() - begin;
        for (Line line : low) {
            int room = line.window().room();
            List<Task> tasks = record.after(line, room);
            commands.add(new Command.LineRefilled(line, tasks, tasks.size() < room));
        }
        List<Task> ended = endings.remove(0);
        endings.add(new ArrayList<>());
        ended.forEach(task -> commands.add(report(task)));
        if (!latest.isEmpty()) {
            commands.add(new Command.Submit(followers(), Ticket.NONE));
        }
        begin = processorNanos();
        Decision decision = machine.decide(commands, now);
        machine.leavesWaiting();
        machineNanos += processorNanos() - begin;
        decision.inserted().forEach(record::insert);
        decision.started().forEach(this::run);
        latest = decision.started();
        return new Round(machineNanos, low.size(), decision.started().size());
    }

    /** How many tasks the machine holds, running or in a window. */
    long heldTasks() {
        long held = machine.nodes().stream().mapToLong(node -> node.running()).sum();
        for (TaskQueue queue : machine.queues()) {
            for (Line line : queue.lines()) {
                held += line.window().size();
            }
        }
        return held;
    }

    /** Of this thread: what others on the machine do then does not count. */
    private static long processorNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** How many tasks started in the latest round: those that follow them come in the next. */
    int latest() {
        return latest.size();
    }

    private List<TaskSpec> followers() {
        List<TaskSpec> tasks = new ArrayList<>(latest.size());
        for (Task task : latest) {
            tasks.add(record.spec(WaitingTasks.number(task.spec().queue()), now + tasks.size()));
        }
        return tasks;
    }

    private void run(Task task) {
        record.start(task);
        int rounds = RUN_ROUNDS + (int) (started++ * 31 % (2 * RUN_ROUNDS));
        endings.get(rounds).add(task);
    }

    private Command report(Task task) {
        return new Command.Report(
                task.node(),
                new AttemptReport(
                        task.id(),
                        task.token(),
                        AttemptOutcome.SUCCEEDED,
                        null,
                        null,
                        false,
                        null,
                        Micros.instant(task.startedMicros()),
                        Micros.instant(now)));
    }

    /**
     * What a round came to.
     *
     * @param machineNanos what processor time the machine took
     * @param refilled lines that were read on
     * @param started tasks that were started
     */
    record Round(long machineNanos, int refilled, int started) {}
}
