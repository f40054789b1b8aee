package dev.takt.core.policy;

import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.queue.TaskQueue;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A pool with one node of one slot, in virtual time: the single server of queueing theory, with the real machine as its
 * scheduler. Events of one instant reach the machine in one round.
 */
final class OneSlot {
    /** When the story begins. */
    static final long BEGIN = 1_700_000_000_000_000L;

    static final long SECOND = 1_000_000L;

    /** One run of a task. */
    record Run(TaskSpec spec, long startMicros, long endMicros) {
        long waitMicros() {
            return startMicros - spec.submittedMicros();
        }

        String queue() {
            return spec.queue();
        }
    }

    private record Event(long atMicros, long number, Command command) {}

    private final PoolMachine machine;
    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) ->
            a.atMicros == b.atMicros ? Long.compare(a.number, b.number) : Long.compare(a.atMicros, b.atMicros));
    private final Map<UUID, Long> serviceMicros = new HashMap<>();
    private final List<Run> runs = new ArrayList<>();
    private Consumer<Task> started = task -> {};
    private long numbers;
    private long now = BEGIN;

    OneSlot(String share) {
        machine = new PoolMachine(new PoolSettings("default", "LEAST_LOADED", share, 3), 1, false);
        machine.decide(List.of(new Command.NodeUp(NodeFacts.plain("node", 1, Set.of("noop")))), BEGIN);
    }

    static OneSlot ordered(String order) {
        OneSlot slot = new OneSlot(WeightedFair.NAME);
        slot.queue("default", order, 100);
        return slot;
    }

    void queue(String name, String order, int weight) {
        machine.load(new QueueSettings(name, Order.named(order), weight, QueueSettings.NO_LIMIT, false), Set.of());
    }

    /** Called after each round that started a task, when the queues stand as they are left by it. */
    void onStart(Consumer<Task> listener) {
        started = listener;
    }

    void at(long micros, Command command) {
        events.add(new Event(micros, numbers++, command));
    }

    /** A task that comes at its time of submission and takes so long. */
    void arrive(TaskSpec spec, long micros) {
        serviceMicros.put(spec.id(), micros);
        at(spec.submittedMicros(), new Command.Submit(List.of(spec), Ticket.NONE));
    }

    /** Lets everything happen; the runs in the order of their starts. */
    List<Run> run() {
        while (!events.isEmpty()) {
            now = events.peek().atMicros;
            List<Command> commands = new ArrayList<>();
            while (!events.isEmpty() && events.peek().atMicros == now) {
                commands.add(events.poll().command);
            }
            for (Task task : machine.decide(commands, now).started()) {
                begin(task);
            }
        }
        return runs;
    }

    private void begin(Task task) {
        long end = now + serviceMicros.get(task.id());
        runs.add(new Run(task.spec(), now, end));
        at(
                end,
                new Command.Report(
                        task.node(),
                        new AttemptReport(
                                task.id(),
                                task.token(),
                                AttemptOutcome.SUCCEEDED,
                                null,
                                null,
                                false,
                                null,
                                Micros.instant(now),
                                Micros.instant(end))));
        started.accept(task);
    }

    /** How many tasks of a queue wait. */
    long waiting(String queue) {
        for (TaskQueue one : machine.queues()) {
            if (one.name().equals(queue)) {
                return one.waiting();
            }
        }
        throw new AssertionError("There is no queue " + queue);
    }
}
