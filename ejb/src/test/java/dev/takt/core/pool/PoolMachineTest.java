package dev.takt.core.pool;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.policy.Order;
import dev.takt.core.policy.PriorityWithAgeing;
import dev.takt.core.queue.Line;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolMachineTest {
    private static final long NOW = 1_700_000_000_000_000L;

    private PoolMachine machine;

    @BeforeEach
    void anEmptyPool() {
        machine = machine(1);
        machine.load(queue("default", new FirstComeFirstServed(), 100), Set.of());
    }

    private static PoolMachine machine(long epoch) {
        return new PoolMachine(new PoolSettings("default", "LEAST_LOADED", "WEIGHTED_FAIR", 3), epoch, false);
    }

    private static QueueSettings queue(String name, Order order, int weight) {
        return new QueueSettings(name, order, weight, QueueSettings.NO_LIMIT, false);
    }

    private Decision decide(long at, Command... commands) {
        return machine.decide(Arrays.asList(commands), at);
    }

    private static Command node(String id, int slots, String... handlers) {
        return new Command.NodeUp(NodeFacts.plain(id, slots, handlers.length == 0 ? Set.of("noop") : Set.of(handlers)));
    }

    private static Command submit(TaskSpec... tasks) {
        return new Command.Submit(List.of(tasks), Ticket.NONE);
    }

    private static Command report(Task task, long at, AttemptOutcome outcome) {
        return report(task, task.token(), at, outcome, true);
    }

    private static Command report(Task task, long token, long at, AttemptOutcome outcome, boolean retryable) {
        Instant start = Instant.ofEpochSecond(at / 1_000_000 - 1);
        String error = outcome == AttemptOutcome.SUCCEEDED ? null : "why";
        // A second for each attempt: too long to be handed out ahead of the slots.
        return new Command.Report(
                "a",
                new AttemptReport(
                        task.id(), token, outcome, null, error, retryable, null, start, start.plusSeconds(1)));
    }

    private static List<String> payloads(List<Task> tasks) {
        return tasks.stream().map(task -> task.spec().payload()).toList();
    }

    @Test
    void aTaskStartsInTheRoundThatBringsItIfThereIsRoom() {
        Decision decision = decide(NOW, node("a", 1), submit(aTask().spec()));

        assertThat(decision.started()).hasSize(1);
        Task task = decision.started().get(0);
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(PoolMachine.epochOf(task.token())).isEqualTo(1);
        assertThat(decision.inserted()).containsExactly(task);
    }

    @Test
    void aTaskWithoutAHandlerAnywhereStandsInNobodysWay() {
        Decision decision = decide(
                NOW,
                node("a", 5),
                submit(
                        aTask().handledBy("absent").spec(),
                        aTask().withPayload("2").spec()));

        assertThat(payloads(decision.started())).containsExactly("2");
        assertThat(decide(NOW + 1, node("a", 5, "noop", "absent")).started()).hasSize(1);
    }

    @Test
    void firstComeIsFirstServed() {
        decide(
                NOW,
                submit(
                        aTask().submittedAt(NOW - 1).withPayload("2").spec(),
                        aTask().submittedAt(NOW - 2).withPayload("1").spec(),
                        aTask().submittedAt(NOW).withPayload("3").spec()));
        assertThat(payloads(decide(NOW + 1, node("a", 9)).started())).containsExactly("1", "2", "3");
    }

    @Test
    void priorityGoesFirstButWaitingCounts() {
        machine = machine(1);
        machine.load(queue("default", new PriorityWithAgeing(), 100), Set.of());
        long minute = PriorityWithAgeing.AGEING_MICROS_PER_LEVEL;
        decide(
                NOW,
                submit(
                        aTask().submittedAt(NOW)
                                .ofPriority(2)
                                .withPayload("urgent")
                                .spec(),
                        aTask().submittedAt(NOW - 3 * minute).withPayload("old").spec(),
                        aTask().submittedAt(NOW - minute).withPayload("younger").spec()));
        assertThat(payloads(decide(NOW + 1, node("a", 9)).started())).containsExactly("old", "urgent", "younger");
    }

    @Test
    void queuesShareByTheirWeights() {
        machine.load(queue("heavy", new FirstComeFirstServed(), 300), Set.of());
        List<TaskSpec> tasks = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            tasks.add(aTask().in("default").spec());
            tasks.add(aTask().in("heavy").spec());
        }
        decide(NOW, submit(tasks.toArray(TaskSpec[]::new)));
        List<Task> started = decide(NOW, node("a", 400)).started();
        long heavy = started.stream()
                .filter(task -> task.spec().queue().equals("heavy"))
                .count();
        assertThat(started).hasSize(400);
        assertThat(heavy).isBetween(299L, 301L);
    }

    @Test
    void aQueueThatWasIdleCannotSaveUpTurns() {
        machine.load(queue("late", new FirstComeFirstServed(), 100), Set.of());
        decide(NOW, node("a", 100), submit(many(100, "default")));
        List<Task> running = new ArrayList<>(machine.nodes().iterator().next().tasks());
        decide(NOW + 1, submit(many(100, "default")), submit(many(100, "late")));
        Command[] ends = running.stream()
                .limit(50)
                .map(task -> report(task, NOW + 2, AttemptOutcome.SUCCEEDED))
                .toArray(Command[]::new);
        List<Task> next = decide(NOW + 2, ends).started();
        assertThat(next).hasSize(50);
        assertThat(next.stream()
                        .filter(task -> task.spec().queue().equals("late"))
                        .count())
                .isBetween(24L, 26L);
    }

    private static TaskSpec[] many(int count, String queue) {
        TaskSpec[] tasks = new TaskSpec[count];
        Arrays.setAll(tasks, i -> aTask().in(queue).spec());
        return tasks;
    }

    @Test
    void theLeastLoadedNodeTakesTheNext() {
        decide(NOW, node("a", 10), node("b", 20), submit(many(15, "default")));
        assertThat(machine.nodes()).extracting(node -> node.running()).containsExactly(5, 10);
    }

    @Test
    void roundRobinGivesEqualCounts() {
        decide(NOW, new Command.PoolChanged(new PoolSettings("default", "ROUND_ROBIN", "WEIGHTED_FAIR", 3)));
        decide(NOW, node("a", 50), node("b", 100), node("c", 100), submit(many(99, "default")));
        assertThat(machine.nodes()).extracting(node -> node.running()).containsExactly(33, 33, 33);
    }

    @Test
    void aDelayedTaskStartsWhenItIsDueAndNotBefore() {
        Decision first =
                decide(NOW, node("a", 1), submit(aTask().dueAt(NOW + 1_000).spec()));
        assertThat(first.started()).isEmpty();
        assertThat(first.inserted().get(0).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(machine.nextDueMicros()).isEqualTo(NOW + 1_000);
        assertThat(decide(NOW + 999).started()).isEmpty();
        assertThat(decide(NOW + 1_000).started()).hasSize(1);
    }

    @Test
    void aFailedAttemptIsRetriedAfterItsWaitAndThenFails() {
        Task task = decide(NOW, node("a", 1), submit(aTask().attempts(2).spec()))
                .started()
                .get(0);
        Decision failed = decide(NOW + 10, report(task, NOW + 10, AttemptOutcome.FAILED));
        assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(failed.attempts()).hasSize(1);
        long wait = task.rank() - (NOW + 10);
        assertThat(wait).isBetween(750_000L, 1_250_000L);
        assertThat(decide(task.rank()).started()).containsExactly(task);
        Decision last = decide(task.rank() + 9_000_000, report(task, NOW, AttemptOutcome.TIMED_OUT));
        assertThat(last.ended()).hasSize(1);
        assertThat(task.state()).isEqualTo(TaskState.TIMED_OUT);
        assertThat(task.attempt()).isEqualTo(2);
    }

    @Test
    void aPermanentFailureIsNotRetried() {
        Task task = decide(NOW, node("a", 1), submit(aTask().attempts(5).spec()))
                .started()
                .get(0);
        decide(NOW + 1, report(task, task.token(), NOW + 1, AttemptOutcome.FAILED, false));
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void aReportWithAnOldTokenChangesNothingAndIsCounted() {
        Task task = decide(NOW, node("a", 1), submit(aTask().attempts(2).spec()))
                .started()
                .get(0);
        long old = task.token();
        decide(NOW + 1, report(task, NOW + 1, AttemptOutcome.FAILED));
        decide(task.rank());
        Decision zombie = decide(task.rank() + 1, report(task, old, NOW, AttemptOutcome.SUCCEEDED, true));
        assertThat(zombie.refused()).hasSize(1);
        assertThat(zombie.changesRecord()).isFalse();
        assertThat(zombie.settled()).hasSize(1);
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(task.token()).isGreaterThan(old);
    }

    @Test
    void theSameReportTwiceEndsATaskOnce() {
        Task task = decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
        Decision decision = decide(
                NOW + 1,
                report(task, NOW + 1, AttemptOutcome.SUCCEEDED),
                report(task, NOW + 1, AttemptOutcome.SUCCEEDED));
        assertThat(decision.ended()).hasSize(1);
        assertThat(decision.refused()).hasSize(1);
    }

    @Test
    void whatALostNodeRanStartsElsewhereInItsOldPlace() {
        Task task = decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
        decide(NOW + 1, submit(aTask().submittedAt(NOW + 1).spec()));
        Decision decision = decide(NOW + 2, node("b", 1), new Command.NodeGone("a", false));
        // Node b was there first, so the waiting task started there before the loss was heard of.
        assertThat(task.state()).isIn(TaskState.READY, TaskState.RUNNING);
        assertThat(task.lost()).isEqualTo(1);
        assertThat(decision.attempts()).singleElement().satisfies(attempt -> assertThat(attempt.outcome())
                .isEqualTo(AttemptOutcome.LOST));
        assertThat(decision.started()).containsExactly(task);
    }

    @Test
    void aTaskThatKeepsLosingItsNodeIsQuarantined() {
        TaskSpec spec = aTask().attempts(1).spec();
        decide(NOW, submit(spec));
        Task task = null;
        for (int i = 1; i <= 3; i++) {
            Decision up = decide(NOW + 2L * i, node("n" + i, 1));
            task = up.started().get(0);
            decide(NOW + 2L * i + 1, new Command.NodeGone("n" + i, false));
        }
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(task.error()).startsWith("Quarantined: 3 attempts were lost");
        assertThat(task.attempt()).isEqualTo(3);
    }

    @Test
    void aTaskIsNotBlamedForNodesThatWereStopped() {
        decide(NOW, submit(aTask().spec()));
        Task task = null;
        for (int i = 1; i <= 9; i++) {
            task = decide(NOW + 2L * i, node("n" + i, 1)).started().get(0);
            decide(NOW + 2L * i + 1, new Command.NodeGone("n" + i, true));
        }
        assertThat(task.state()).isEqualTo(TaskState.READY);
        decide(NOW + 30, node("last", 1));
        decide(NOW + 31, new Command.NodeGone("last", false));
        assertThat(task.lost()).isEqualTo(1);
        assertThat(task.state()).isEqualTo(TaskState.READY);
    }

    @Test
    void lostAttemptsDoNotUseUpRetries() {
        Task task = decide(NOW, node("a", 1), submit(aTask().attempts(2).spec()))
                .started()
                .get(0);
        decide(NOW + 1, new Command.NodeGone("a", false), node("b", 1));
        assertThat(task.attempt()).isEqualTo(2);
        decide(NOW + 2, report(task, NOW + 2, AttemptOutcome.FAILED));
        assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
    }

    @Test
    void aWaitingTaskIsCancelledAtOnceAndARunningOneIsTold() {
        TaskSpec first = aTask().spec();
        TaskSpec waits = aTask().spec();
        Task runs = decide(NOW, node("a", 1), submit(first), submit(waits))
                .started()
                .get(0);
        Decision decision = decide(
                NOW + 1,
                new Command.Cancel(waits.id(), null, "ops", Ticket.NONE),
                new Command.Cancel(runs.id(), null, "ops", Ticket.NONE));
        assertThat(decision.ended()).singleElement().satisfies(end -> {
            assertThat(end.state()).isEqualTo(TaskState.CANCELLED);
            assertThat(end.error()).isEqualTo("Cancelled by ops.");
        });
        assertThat(decision.stops()).hasSize(1);
        assertThat(decision.audited()).hasSize(2);
        assertThat(runs.state()).isEqualTo(TaskState.RUNNING);
        Decision again = decide(NOW + 1, new Command.Cancel(runs.id(), null, "ops", Ticket.NONE));
        assertThat(again.stops()).hasSize(1);
        assertThat(again.audited()).isEmpty();
        decide(NOW + 2, report(runs, NOW + 2, AttemptOutcome.CANCELLED));
        assertThat(runs.state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void aTaskThatExpiresAndIsCancelledInOneRoundEndsOnce() {
        TaskSpec spec = aTask().expiringAt(NOW).spec();
        Task one = new Task(spec);
        one.place(TaskState.READY, NOW);
        Task two = new Task(spec);
        two.place(TaskState.READY, NOW);
        Decision decision =
                decide(NOW, new Command.Expire(List.of(one)), new Command.Cancel(spec.id(), two, "ops", Ticket.NONE));
        assertThat(decision.ended()).hasSize(1);
    }

    @Test
    void aTaskThatFinishesBeforeItHearsOfItsCancellationHasSucceeded() {
        Task task = decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
        decide(
                NOW + 1,
                new Command.Cancel(task.id(), null, "ops", Ticket.NONE),
                report(task, NOW + 1, AttemptOutcome.SUCCEEDED));
        assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void aTaskWhoseTimeToLiveIsOverExpiresInsteadOfStarting() {
        decide(NOW, submit(aTask().expiringAt(NOW + 5).spec()));
        Decision decision = decide(NOW + 5, node("a", 1));
        assertThat(decision.started()).isEmpty();
        assertThat(decision.ended()).extracting(Decision.Ended::state).containsExactly(TaskState.EXPIRED);
    }

    @Test
    void aPausedQueueStartsNothingAndOthersGoOn() {
        machine.load(queue("other", new FirstComeFirstServed(), 100), Set.of());
        decide(
                NOW,
                new Command.QueueChanged(
                        new QueueSettings("default", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, true)));
        Decision decision = decide(
                NOW, node("a", 9), submit(aTask().spec(), aTask().in("other").spec()));
        assertThat(decision.started()).extracting(task -> task.spec().queue()).containsExactly("other");
        Decision resumed = decide(NOW + 1, new Command.QueueChanged(queue("default", new FirstComeFirstServed(), 100)));
        assertThat(resumed.started()).hasSize(1);
    }

    @Test
    void aQueueKeepsItsRunningLimit() {
        decide(NOW, new Command.QueueChanged(new QueueSettings("default", new FirstComeFirstServed(), 100, 2, false)));
        Decision decision = decide(NOW, node("a", 9), submit(many(5, "default")));
        assertThat(decision.started()).hasSize(2);
        Decision next = decide(NOW + 1, report(decision.started().get(0), NOW + 1, AttemptOutcome.SUCCEEDED));
        assertThat(next.started()).hasSize(1);
    }

    @Test
    void aWorkersClockDecidesNeitherWhenAnAttemptEndedNorHowLongItTook() {
        long second = 1_000_000;
        for (long wrong : new long[] {-86_400 * second, 0, 86_400 * second}) {
            anEmptyPool();
            Task task =
                    decide(NOW, node("a", 1), submit(aTask().spec())).started().get(0);
            Instant start = Instant.ofEpochSecond((NOW + wrong) / second + 1);
            AttemptReport report = new AttemptReport(
                    task.id(),
                    task.token(),
                    AttemptOutcome.SUCCEEDED,
                    null,
                    null,
                    true,
                    null,
                    start,
                    start.plusSeconds(1));
            Decision.Ended ended = decide(NOW + 5 * second, new Command.Report("a", report))
                    .ended()
                    .get(0);

            assertThat(ended.endedMicros()).as("wrong by %d", wrong).isBetween(NOW, NOW + 5 * second);
            assertThat(ended.endedMicros() - ended.startedMicros()).isEqualTo(second);
            assertThat(ended.startedMicros()).isGreaterThanOrEqualTo(NOW);
        }
    }

    @Test
    void shortTasksAreHandedOutAheadOfTheSlots() {
        Task task = decide(NOW, node("a", 2), submit(aTask().spec())).started().get(0);
        Instant start = Instant.ofEpochSecond(NOW / 1_000_000);
        AttemptReport quick = new AttemptReport(
                task.id(),
                task.token(),
                AttemptOutcome.SUCCEEDED,
                null,
                null,
                true,
                null,
                start,
                start.plusNanos(50_000));
        decide(NOW + 1, new Command.Report("a", quick));
        assertThat(decide(NOW + 2, submit(many(200, "default"))).started()).hasSize(2 + 2 * 64);
    }

    @Test
    void aMillionWaitingTasksLeaveOnlyAWindowInMemory() {
        TaskSpec[] batch = many(1_000, "default");
        for (int i = 0; i < 20; i++) {
            TaskSpec[] tasks = new TaskSpec[1_000];
            int round = i;
            Arrays.setAll(
                    tasks, j -> aTask().submittedAt(NOW + round * 1_000L + j).spec());
            decide(NOW, submit(tasks));
        }
        Line line = machine.queues().iterator().next().lines().iterator().next();
        assertThat(batch).hasSize(1_000);
        assertThat(line.waiting()).isEqualTo(20_000);
        assertThat(line.window().size()).isEqualTo(Line.WINDOW_CAPACITY);
        assertThat(line.window().hasMore()).isTrue();
        assertThat(line.window().isLow()).isFalse();
        decide(NOW, node("a", 3_500));
        assertThat(machine.linesToRefill()).containsExactly(line);
        assertThat(line.waiting()).isEqualTo(16_500);
    }

    @Test
    void theSameCommandsGiveTheSameDecisions() {
        TaskSpec[] tasks = many(50, "default");
        List<Task> one = run(tasks);
        List<Task> two = run(tasks);
        assertThat(one)
                .extracting(Task::id)
                .isEqualTo(two.stream().map(Task::id).toList());
        assertThat(one)
                .extracting(Task::token)
                .isEqualTo(two.stream().map(Task::token).toList());
        assertThat(one)
                .extracting(Task::node)
                .isEqualTo(two.stream().map(Task::node).toList());
    }

    private List<Task> run(TaskSpec[] tasks) {
        anEmptyPool();
        return decide(NOW, node("a", 7), node("b", 11), node("c", 5), submit(tasks))
                .started();
    }

    @Test
    void aTaskForAnUnknownQueueIsRefusedWithItsWholeBatch() {
        Decision decision =
                decide(NOW, submit(aTask().spec(), aTask().in("nowhere").spec()));
        assertThat(decision.inserted()).isEmpty();
        assertThat(decision.answers()).singleElement().satisfies(answer -> assertThat(answer.refusal())
                .isEqualTo(Ticket.Refusal.NO_QUEUE));
    }

    @Test
    void aScheduledTaskCanBeHastened() {
        TaskSpec spec = aTask().dueAt(NOW + 60_000_000).spec();
        decide(NOW, node("a", 1), submit(spec));
        assertThat(decide(NOW + 1, new Command.Hasten(spec.id(), null, "ops", Ticket.NONE))
                        .started())
                .hasSize(1);
    }
}
