package dev.takt.core.pool;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.Order;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final long SLICE_MICROS = 500_000;

    private PoolMachine machine = pool("FCFS");

    private static PoolMachine pool(String order) {
        PoolMachine pool = new PoolMachine(new PoolSettings("default", "LEAST_LOADED", "WEIGHTED_FAIR", 3), 1, false);
        pool.load(
                new QueueSettings("default", Order.named(order), 0, 100, QueueSettings.NO_LIMIT, 500, false), Set.of());
        return pool;
    }

    private Decision decide(long at, Command... commands) {
        return machine.decide(Arrays.asList(commands), at);
    }

    private static Command node(String id, int slots) {
        return new Command.NodeUp(NodeFacts.plain(id, slots, Set.of("noop")));
    }

    private static Command submit(TaskSpec... tasks) {
        return new Command.Submit(List.of(tasks), Ticket.NONE);
    }

    private static Command report(Task task, AttemptOutcome outcome, String result) {
        Instant start = Instant.EPOCH;
        return new Command.Report(
                task.node(),
                new AttemptReport(
                        task.id(),
                        task.token(),
                        outcome,
                        result,
                        outcome == AttemptOutcome.FAILED ? "why" : null,
                        true,
                        null,
                        start,
                        start.plusNanos(SLICE_MICROS * 1_000)));
    }

    @Test
    void tasksThatYieldAlternateOnOneSlot() {
        List<String> starts = new ArrayList<>();
        Task running = decide(
                        NOW,
                        node("a", 1),
                        submit(
                                aTask().submittedAt(NOW).withPayload("A").spec(),
                                aTask().submittedAt(NOW).withPayload("B").spec(),
                                aTask().submittedAt(NOW + 3 * SLICE_MICROS + 1)
                                        .dueAt(NOW + 3 * SLICE_MICROS + 1)
                                        .withPayload("C")
                                        .spec()))
                .started()
                .get(0);
        for (int slice = 1; slice <= 8; slice++) {
            starts.add(running.spec().payload());
            running = decide(NOW + slice * SLICE_MICROS, report(running, AttemptOutcome.YIELDED, "" + slice))
                    .started()
                    .get(0);
        }
        assertThat(starts).containsExactly("A", "B", "A", "B", "A", "C", "B", "A");
    }

    @Test
    void aSliceIsTheSameAttemptWithAHigherTokenAndTheCheckpoint() {
        Task task = decide(
                        NOW,
                        node("a", 1),
                        submit(aTask().attempts(2).timingOutAfter(1_200).spec()))
                .started()
                .get(0);
        long first = task.token();
        Decision decision = decide(NOW + 1, report(task, AttemptOutcome.YIELDED, "{\"at\":1}"));
        assertThat(decision.started()).containsExactly(task);
        assertThat(decision.sliced()).containsExactly(task);
        assertThat(decision.attempts()).isEmpty();
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(task.token()).isGreaterThan(first);
        assertThat(task.slices().count()).isEqualTo(1);
        Assignment next = task.assignment(null, null, machine.sliceMillis("default"));
        assertThat(next.checkpoint()).isEqualTo("{\"at\":1}");
        assertThat(next.sliceMillis()).isEqualTo(500);
        // The slices share one timeout.
        assertThat(next.timeoutMillis()).isEqualTo(700);

        decide(NOW + 2, report(task, AttemptOutcome.FAILED, null));
        assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
        decide(task.rank());
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.slices().count()).isZero();
        assertThat(task.assignment(null, null, 0).checkpoint()).isEqualTo("{\"at\":1}");
        assertThat(task.assignment(null, null, 0).timeoutMillis()).isEqualTo(1_200);
    }

    @Test
    void theReportOfAnEarlierSliceIsRefused() {
        Task task = decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
        Command late = report(task, AttemptOutcome.SUCCEEDED, null);
        decide(NOW + 1, report(task, AttemptOutcome.YIELDED, null));
        assertThat(decide(NOW + 2, late).refused()).hasSize(1);
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void aSliceThatIsLostWithItsNodeIsANewAttemptFromTheCheckpoint() {
        Task task = decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
        decide(NOW + 1, report(task, AttemptOutcome.YIELDED, "7"));
        Decision lost = decide(NOW + 2, new Command.NodeGone("a", false), node("b", 1));
        assertThat(lost.started()).containsExactly(task);
        assertThat(lost.sliced()).containsExactly(task);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.counted()).isEqualTo(1);
        assertThat(task.assignment(null, null, 0).checkpoint()).isEqualTo("7");
    }

    @Test
    void aTaskThatIsToBeCancelledDoesNotGoOn() {
        Task task = decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
        Decision decision = decide(
                NOW + 1,
                new Command.Cancel(task.id(), null, "ops", Ticket.NONE),
                report(task, AttemptOutcome.YIELDED, "7"));
        assertThat(decision.ended()).extracting(Decision.Ended::state).containsExactly(TaskState.CANCELLED);
        assertThat(decision.started()).isEmpty();
    }

    @Test
    void aYieldedTaskDoesNotExpireAndItsNewerRivalOvertakesItUnderLifo() {
        machine = pool("LIFO");
        Task old = decide(
                        NOW,
                        node("a", 1),
                        submit(aTask().submittedAt(NOW).expiringAt(NOW + 9).spec()))
                .started()
                .get(0);
        TaskSpec newer = aTask().submittedAt(NOW + 5).spec();
        decide(NOW + 6, submit(newer));
        assertThat(decide(NOW + 10, report(old, AttemptOutcome.YIELDED, null)).started())
                .extracting(Task::id)
                .containsExactly(newer.id());
        decide(NOW + 11, new Command.Expire(List.of(old)));
        assertThat(old.state()).isEqualTo(TaskState.READY);
        TaskSpec oldest = aTask().submittedAt(NOW - 5).spec();
        Task rival = machine.held(newer.id());
        assertThat(decide(NOW + 12, submit(oldest), report(rival, AttemptOutcome.SUCCEEDED, null))
                        .started())
                .containsExactly(old);
    }
}
