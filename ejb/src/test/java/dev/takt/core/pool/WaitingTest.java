package dev.takt.core.pool;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.policy.LeastLoaded;
import dev.takt.core.policy.WeightedFair;
import dev.takt.core.pool.Waiting.Reason;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What keeps a task waiting, and whom it keeps waiting. */
class WaitingTest {
    private static final long NOW = 1_800_000_000_000_000L;

    private final PoolMachine machine =
            new PoolMachine(new PoolSettings("default", LeastLoaded.NAME, WeightedFair.NAME, 3), 1, false);

    WaitingTest() {
        queue(QueueSettings.NO_LIMIT, false);
    }

    private void queue(int limit, boolean paused) {
        decide(new Command.QueueChanged(new QueueSettings("default", new FirstComeFirstServed(), 100, limit, paused)));
    }

    private Decision decide(Command... commands) {
        return machine.decide(List.of(commands), NOW);
    }

    private void node(String id, int slots, int memoryMb, Map<String, String> labels, boolean draining) {
        decide(new Command.NodeUp(
                new NodeFacts(id, id, slots, Set.of("noop"), labels, 1, 4_000, memoryMb, 0, draining)));
    }

    private void node(String id, int slots) {
        node(id, slots, 1_024, Map.of(), false);
    }

    private Decision submit(TaskSpec... specs) {
        return decide(new Command.Submit(List.of(specs), Ticket.NONE));
    }

    private Waiting why(TaskSpec spec) {
        return machine.whyWaiting(spec.id()).orElseThrow();
    }

    private static Demand memory(int memoryMb) {
        return new Demand(0, 0, 0, memoryMb, null, null, Map.of(), Map.of());
    }

    private static Demand zone(String zone) {
        return new Demand(0, 0, 0, 0, null, null, Map.of("zone", zone), Map.of());
    }

    @Test
    void thePredicatesThatDecideSayWhyATaskWaits() {
        TaskSpec mail = aTask().handledBy("mail").spec();
        TaskSpec inZone = aTask().asking(zone("b")).spec();
        TaskSpec huge = aTask().asking(memory(2_000)).spec();
        TaskSpec large = aTask().asking(memory(1_000)).spec();
        TaskSpec second = aTask().asking(memory(100)).spec();
        TaskSpec plain = aTask().spec();
        node("a", 2);

        assertThat(submit(mail, inZone, huge, large, second, plain).started())
                .extracting(Task::spec)
                .containsExactly(large, plain);
        assertThat(why(mail).reason()).isEqualTo(Reason.NO_NODE_HAS_HANDLER);
        assertThat(why(inZone).reason()).isEqualTo(Reason.NO_NODE_WITH_LABELS);
        assertThat(why(huge).reason()).isEqualTo(Reason.DEMAND_TOO_LARGE);
        assertThat(why(second).reason()).isEqualTo(Reason.RESOURCES_IN_USE);
        assertThat(why(large).reason()).isEqualTo(Reason.DOES_NOT_WAIT);

        TaskSpec third = aTask().spec();
        submit(third);
        assertThat(why(third)).isEqualTo(new Waiting(Reason.NO_FREE_SLOT, 4, false, 0));

        node("b", 2, 1_024, Map.of("zone", "b"), true);
        assertThat(why(inZone).reason()).isEqualTo(Reason.NODES_DRAINING);
        node("b", 3, 4_096, Map.of("zone", "b"), false);
        assertThat(machine.nodes()).extracting(node -> node.running()).containsExactly(2, 3);
        assertThat(why(inZone).reason()).isEqualTo(Reason.DOES_NOT_WAIT);
    }

    @Test
    void aPausedOrFullQueueIsTheReasonBeforeAnyNodeIs() {
        node("a", 8);
        queue(1, false);
        TaskSpec first = aTask().spec();
        TaskSpec second = aTask().spec();
        submit(first, second);
        assertThat(why(second).reason()).isEqualTo(Reason.QUEUE_LIMIT);
        queue(1, true);
        assertThat(why(second).reason()).isEqualTo(Reason.QUEUE_PAUSED);

        TaskSpec later = aTask().dueAt(NOW + 5_000_000).spec();
        submit(later);
        assertThat(why(later)).isEqualTo(new Waiting(Reason.NOT_DUE, 0, false, NOW + 5_000_000));
        assertThat(machine.whyWaiting(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aDrainingNodeKeepsWhatItRunsAndGetsNothingNew() {
        node("a", 2);
        submit(aTask().spec());
        node("a", 2, 1_024, Map.of(), true);
        TaskSpec next = aTask().spec();

        assertThat(submit(next).started()).isEmpty();
        assertThat(machine.nodes()).singleElement().satisfies(node -> assertThat(node.running())
                .isEqualTo(1));
        assertThat(why(next).reason()).isEqualTo(Reason.NODES_DRAINING);
        node("a", 2);
        assertThat(why(next).reason()).isEqualTo(Reason.DOES_NOT_WAIT);
    }

    @Test
    void whatRunsOfAnEarlierEpochHoldsItsResources() {
        node("a", 4);
        Task earlier = submit(aTask().asking(memory(1_000)).spec()).started().get(0);
        PoolMachine next =
                new PoolMachine(new PoolSettings("default", LeastLoaded.NAME, WeightedFair.NAME, 3), 2, false);
        next.load(
                new QueueSettings("default", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false), Set.of());
        next.loadRunning(earlier);
        TaskSpec large = aTask().asking(memory(1_000)).spec();
        NodeFacts facts = new NodeFacts("a", "a", 4, Set.of("noop"), Map.of(), 1, 4_000, 1_024, 0, false);

        assertThat(next.decide(List.of(new Command.NodeUp(facts), new Command.Submit(List.of(large), Ticket.NONE)), NOW)
                        .started())
                .isEmpty();
        assertThat(next.whyWaiting(large.id()).orElseThrow().reason()).isEqualTo(Reason.RESOURCES_IN_USE);
    }

    @Test
    void aTaskThatFitsNowhereStopsNobodyBehindIt() {
        node("a", 8);
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = 0; i < Line.LOOK_PAST_MAX; i++) {
            specs.add(aTask().asking(zone("nowhere")).spec());
        }
        TaskSpec plain = aTask().spec();
        specs.add(plain);
        TaskSpec small = aTask().asking(memory(10)).spec();
        specs.add(small);

        assertThat(submit(specs.toArray(new TaskSpec[0])).started())
                .extracting(Task::spec)
                .containsExactly(plain, small);
    }

    @Test
    void behindMoreThanOneRoundLooksPastATaskWaitsUntilOneOfThemStarts() {
        node("a", 8);
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = 0; i <= Line.LOOK_PAST_MAX; i++) {
            specs.add(aTask().asking(zone("b")).spec());
        }
        TaskSpec plain = aTask().spec();
        specs.add(plain);
        assertThat(submit(specs.toArray(new TaskSpec[0])).started()).isEmpty();
        assertThat(why(plain)).isEqualTo(new Waiting(Reason.BEHIND_OTHERS, Line.LOOK_PAST_MAX + 1, false, 0));

        node("b", 1, 0, Map.of("zone", "b"), false);
        assertThat(why(plain).reason()).isEqualTo(Reason.DOES_NOT_WAIT);
    }
}
