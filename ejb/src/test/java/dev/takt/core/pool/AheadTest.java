package dev.takt.core.pool;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Short tasks are handed out ahead of the slots; that must not shut out those that are not. */
class AheadTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final int SLOTS = 2;

    /** What a node of two slots holds of tasks this short: 64 times its slots ahead. */
    private static final int HELD_MAX = SLOTS * 65;

    private static final long QUICK_MICROS = 50;
    private static final long SLOW_MICROS = 1_000_000;

    private final PoolMachine machine =
            new PoolMachine(new PoolSettings("default", "LEAST_LOADED", "WEIGHTED_FAIR", 3), 1, false);
    private final Deque<Task> atWork = new ArrayDeque<>();
    private final List<Task> slowStarted = new ArrayList<>();
    private long now = NOW;

    private void queue(String name) {
        machine.load(new QueueSettings(name, new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false), Set.of());
    }

    private void decide(Command... commands) {
        now += QUICK_MICROS;
        for (Task task : machine.decide(List.of(commands), now).started()) {
            atWork.add(task);
            if (task.spec().handler().equals("slow")) {
                slowStarted.add(task);
            }
        }
    }

    private Command submit(String queue, String handler) {
        return new Command.Submit(
                List.of(aTask().in(queue).handledBy(handler).submittedAt(now).spec()), Ticket.NONE);
    }

    private Command endOfOldest() {
        Task task = atWork.remove();
        long micros = task.spec().handler().equals("slow") ? SLOW_MICROS : QUICK_MICROS;
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
                        Micros.instant(now),
                        Micros.instant(now + micros)));
    }

    /** A node full of quick tasks, of which there are always more. */
    private void aNodeFullOfQuickTasks() {
        decide(new Command.NodeUp(NodeFacts.plain("node", SLOTS, Set.of("quick", "slow"))));
        decide(submit("default", "quick"), submit("default", "slow"));
        decide(endOfOldest());
        decide(endOfOldest());
        slowStarted.clear();
        for (int i = 0; i < 10 * HELD_MAX; i++) {
            decide(submit("default", "quick"));
        }
        assertThat(atWork).hasSize(HELD_MAX);
    }

    private void endAndSubmitQuickTasks(int count) {
        for (int i = 0; i < count; i++) {
            decide(endOfOldest(), submit("default", "quick"));
        }
    }

    @Test
    void aSlowTaskOfAnotherQueueHasItsTurn() {
        queue("default");
        queue("other");
        aNodeFullOfQuickTasks();
        decide(submit("other", "slow"));
        endAndSubmitQuickTasks(HELD_MAX);
        assertThat(slowStarted).hasSize(1);
        endAndSubmitQuickTasks(HELD_MAX);
        assertThat(atWork)
                .as("nothing slow waits any more, so quick ones come ahead again")
                .hasSizeGreaterThan(HELD_MAX / 2);
    }

    @Test
    void aSlowTaskOfTheSameQueueHasItsPlace() {
        queue("default");
        aNodeFullOfQuickTasks();
        long waiting = 9L * HELD_MAX;
        decide(submit("default", "slow"));
        endAndSubmitQuickTasks((int) waiting - 1);
        assertThat(slowStarted).isEmpty();
        endAndSubmitQuickTasks(2 * HELD_MAX);
        assertThat(slowStarted).hasSize(1);
    }

    @Test
    void aNodeThatCouldNotTakeTheSlowTaskGoesOnTakingQuickOnesAhead() {
        queue("default");
        queue("other");
        aNodeFullOfQuickTasks();
        decide(submit("other", "elsewhere"));
        endAndSubmitQuickTasks(5 * HELD_MAX);
        assertThat(atWork).hasSize(HELD_MAX);
    }

    @Test
    void whileSlotsAreKeptAQuickTaskThatAsksForMemoryWaitsLikeAnyOther() {
        queue("default");
        Set<String> handlers = Set.of("bulky", "quick", "slow");
        decide(new Command.NodeUp(new NodeFacts("node", "node", SLOTS, handlers, Map.of(), 1, 0, 1_024, 0, false)));
        decide(submit("default", "quick"));
        decide(endOfOldest(), submit("default", "slow"), submit("default", "slow"));
        Demand memory = new Demand(0, 0, 0, 1, null, null, Map.of(), Map.of());
        Command bulky = submit("default", "bulky");
        Command quick = new Command.Submit(
                List.of(aTask().handledBy("quick")
                        .submittedAt(now)
                        .asking(memory)
                        .spec()),
                Ticket.NONE);
        decide(bulky, quick, submit("default", "slow"));
        assertThat(atWork).hasSize(SLOTS);
        decide(endOfOldest(), endOfOldest());
        assertThat(atWork).extracting(task -> task.spec().handler()).containsExactly("bulky", "quick");
    }
}
