package dev.takt.core.pool;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A pool of so many queues that neither memory nor a round has room for all of them at once. */
class ManyQueuesTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final int QUEUES = 1_000;

    /** All lines together hold a hundred thousand. */
    private static final int EACH = 100_000 / QUEUES;

    private final PoolMachine machine =
            new PoolMachine(new PoolSettings("default", "LEAST_LOADED", "WEIGHTED_FAIR", 3), 1, false);
    private long now = NOW;

    private void load(int queues) {
        for (int queue = 0; queue < queues; queue++) {
            machine.load(
                    new QueueSettings("q" + queue, new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false),
                    Set.of("noop"));
        }
    }

    private Decision decide(List<Command> commands) {
        return machine.decide(commands, ++now);
    }

    /** As much as a line asks for; the record has more. */
    private Command refill(Line line) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < line.window().room(); i++) {
            tasks.add(ready(line, ++now));
        }
        return new Command.LineRefilled(line, tasks, false);
    }

    private static Task ready(Line line, long rank) {
        TaskSpec spec = aTask().in(line.queue().name()).submittedAt(rank).spec();
        Task task = new Task(spec);
        task.place(TaskState.READY, rank);
        return task;
    }

    @Test
    void eachRoundRefillsSomeLinesAndByAndByAll() {
        load(QUEUES);
        Set<Line> refilled = new HashSet<>();
        for (int round = 0; round < QUEUES / PoolMachine.REFILLS_MAX; round++) {
            List<Line> low = machine.linesToRefill();
            assertThat(low).hasSize(PoolMachine.REFILLS_MAX).noneMatch(refilled::contains);
            decide(low.stream().map(this::refill).toList());
            refilled.addAll(low);
        }
        assertThat(refilled).hasSize(QUEUES);
        assertThat(machine.linesToRefill()).isEmpty();
    }

    @Test
    void linesShareWhatIsHeldInMemory() {
        load(QUEUES);
        for (List<Line> low = machine.linesToRefill(); !low.isEmpty(); low = machine.linesToRefill()) {
            decide(low.stream().map(this::refill).toList());
        }
        assertThat(machine.queues()).allSatisfy(queue -> assertThat(queue.lines())
                .allSatisfy(line -> assertThat(line.window().size()).isEqualTo(EACH)));
    }

    @Test
    void aLineThatRunsEmptyInOneRoundIsGivenMoreInTheNext() {
        load(QUEUES);
        Line busy = machine.linesToRefill().get(0);
        decide(List.of(new Command.NodeUp(NodeFacts.plain("node", 1_000_000, Set.of("noop"))), refill(busy)));
        for (int expected = 2 * EACH; expected <= Line.WINDOW_CAPACITY; expected *= 2) {
            assertThat(busy.window().size()).isZero();
            decide(List.of(refill(busy)));
            int room = busy.window().room();
            assertThat(room).isEqualTo(expected);
        }
    }

    @Test
    void theHeadOfALongLineIsReadFirstAndThenMoreAndMore() {
        load(1);
        List<Integer> rooms = new ArrayList<>();
        for (List<Line> low = machine.linesToRefill(); !low.isEmpty(); low = machine.linesToRefill()) {
            rooms.add(low.get(0).window().room());
            decide(low.stream().map(this::refill).toList());
        }
        assertThat(rooms).containsExactly(250, 500, 1_000);
    }

    @Test
    void aPausedQueueIsNotReadBeforeItGoesOn() {
        machine.load(aQueue(true), Set.of("noop"));
        assertThat(machine.linesToRefill()).isEmpty();
        decide(List.of(new Command.QueueChanged(aQueue(false))));
        assertThat(machine.linesToRefill()).hasSize(1);
    }

    private static QueueSettings aQueue(boolean paused) {
        return new QueueSettings("q", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, paused);
    }

    @Test
    void aQueueAtItsLimitOrPausedIsPassedOverAndComesBack() {
        machine.load(new QueueSettings("narrow", new FirstComeFirstServed(), 1_000, 1, false), Set.of());
        machine.load(new QueueSettings("wide", new FirstComeFirstServed(), 1, QueueSettings.NO_LIMIT, false), Set.of());
        List<TaskSpec> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(aTask().in("narrow").submittedAt(NOW).spec());
            tasks.add(aTask().in("wide").submittedAt(NOW).spec());
        }
        List<Task> first = decide(List.of(
                        new Command.NodeUp(NodeFacts.plain("node", 3, Set.of("noop"))),
                        new Command.Submit(tasks, Ticket.NONE)))
                .started();
        assertThat(first).extracting(task -> task.spec().queue()).containsExactlyInAnyOrder("narrow", "wide", "wide");
        assertThat(machine.leavesWaiting()).isTrue();

        List<Task> next =
                decide(List.of(new Command.NodeGone("node", true), up("other"))).started();
        assertThat(next).extracting(task -> task.spec().queue()).containsExactlyInAnyOrder("narrow", "wide", "wide");

        decide(List.of(new Command.QueueChanged(
                new QueueSettings("wide", new FirstComeFirstServed(), 1, QueueSettings.NO_LIMIT, true))));
        assertThat(machine.leavesWaiting()).isFalse();
    }

    private static Command up(String node) {
        return new Command.NodeUp(NodeFacts.plain(node, 3, Set.of("noop")));
    }
}
