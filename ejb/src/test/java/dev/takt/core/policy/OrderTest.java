package dev.takt.core.policy;

import static dev.takt.core.policy.OneSlot.BEGIN;
import static dev.takt.core.policy.OneSlot.SECOND;
import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.policy.OneSlot.Run;
import dev.takt.core.pool.Command;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the orders within a queue promise, on the machine with one slot. */
class OrderTest {
    private static final long MINUTE = 60 * SECOND;

    private static List<String> payloads(List<Run> runs) {
        return runs.stream().map(run -> run.spec().payload()).toList();
    }

    private static void arrive(OneSlot slot, String payload, long at, long micros) {
        slot.arrive(
                aTask().withPayload(payload).submittedAt(at).expecting(micros).spec(), micros);
    }

    /** Random arrivals, somewhat more than can be served at once. */
    private static List<TaskSpec> aBusyHour(Random random) {
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long at = BEGIN + random.nextInt(3_600) * SECOND;
            specs.add(aTask().submittedAt(at)
                    .ofPriority(random.nextInt(11) - 5)
                    .expecting((1 + random.nextInt(30)) * SECOND)
                    .endingBy(random.nextInt(4) == 0 ? 0 : at + random.nextInt(7_200) * SECOND)
                    .spec());
        }
        return specs;
    }

    /** Of the tasks that waited when one started, none comes before it. */
    private static void assertThatEachStartIsTheFirst(String order, Comparator<TaskSpec> comesFirst) {
        Random random = Seeds.random();
        for (int round = 0; round < 10; round++) {
            OneSlot slot = OneSlot.ordered(order);
            List<TaskSpec> specs = aBusyHour(random);
            specs.forEach(spec -> slot.arrive(spec, spec.demand().expectedMicros()));
            List<Run> runs = slot.run();
            assertThat(runs).hasSize(specs.size());
            int choices = 0;
            for (int i = 0; i < runs.size(); i++) {
                Run run = runs.get(i);
                for (Run later : runs.subList(i + 1, runs.size())) {
                    if (later.spec().submittedMicros() <= run.startMicros()) {
                        choices++;
                        assertThat(comesFirst.compare(run.spec(), later.spec()))
                                .as("%s: %s before %s, %s", order, run, later, Seeds.said())
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
            assertThat(choices).isGreaterThan(1_000);
        }
    }

    @Test
    void everyOrderStartsWhatItSaysComesFirst() {
        Comparator<TaskSpec> byReady = Comparator.comparingLong(TaskSpec::submittedMicros);
        assertThatEachStartIsTheFirst("FCFS", byReady);
        assertThatEachStartIsTheFirst("LIFO", byReady.reversed());
        assertThatEachStartIsTheFirst(
                "SJF", Comparator.comparingLong(spec -> spec.demand().expectedMicros()));
        assertThatEachStartIsTheFirst(
                "SJF_AGEING",
                Comparator.comparingLong(
                        spec -> spec.submittedMicros() + 20 * spec.demand().expectedMicros()));
        assertThatEachStartIsTheFirst(
                "PRIORITY", Comparator.comparingLong(spec -> spec.submittedMicros() - spec.priority() * MINUTE));
        assertThatEachStartIsTheFirst(
                "EDF",
                Comparator.<TaskSpec>comparingLong(spec -> spec.demand().deadlineMicros() == 0
                                ? Long.MAX_VALUE
                                : spec.demand().deadlineMicros())
                        .thenComparing((a, b) -> a.demand().deadlineMicros() == 0 ? byReady.compare(a, b) : 0));
    }

    @Test
    void whatIsSubmittedTogetherGoesInTheGivenOrderWhereTheOrderDoesNotMind() {
        for (String order : Order.NAMES) {
            OneSlot slot = OneSlot.ordered(order);
            for (int i = 0; i < 5; i++) {
                arrive(slot, "" + i, BEGIN, SECOND);
            }
            assertThat(payloads(slot.run())).as(order).containsExactly("0", "1", "2", "3", "4");
        }
    }

    /** However much urgent work comes, a task of lower priority waits for what comes in its minutes, and no longer. */
    @Test
    void underPriorityNothingStarves() {
        OneSlot slot = OneSlot.ordered("PRIORITY");
        arriveOverloaded(slot, 3);
        slot.arrive(aTask().withPayload("\"low\"").submittedAt(BEGIN + SECOND).spec(), SECOND);
        List<Run> runs = slot.run();
        Run low = lowOf(runs);
        long passes = BEGIN + SECOND + 3 * MINUTE;
        assertThat(runs.subList(0, runs.indexOf(low)))
                .as("nobody who came after the three minutes passed")
                .allMatch(run -> run.spec().submittedMicros() <= passes);
        // 180 s with two tasks of a second each.
        assertThat(low.waitMicros()).isBetween(355 * SECOND, 365 * SECOND);
    }

    /** Two tasks of one second come in each second, for ten minutes. */
    private static void arriveOverloaded(OneSlot slot, int priority) {
        for (int i = 0; i < 600; i++) {
            for (int twice = 0; twice < 2; twice++) {
                slot.arrive(
                        aTask().ofPriority(priority)
                                .submittedAt(BEGIN + i * SECOND)
                                .expecting(SECOND)
                                .spec(),
                        SECOND);
            }
        }
    }

    private static Run lowOf(List<Run> runs) {
        return runs.stream()
                .filter(run -> "\"low\"".equals(run.spec().payload()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void underShortestJobFirstTheLongStarveAndWithAgeingTheyDoNot() {
        for (String order : List.of("SJF", "SJF_AGEING")) {
            OneSlot slot = OneSlot.ordered(order);
            arriveOverloaded(slot, 0);
            slot.arrive(
                    aTask().withPayload("\"low\"")
                            .submittedAt(BEGIN + SECOND)
                            .expecting(5 * SECOND)
                            .spec(),
                    5 * SECOND);
            List<Run> runs = slot.run();
            Run low = lowOf(runs);
            if (order.equals("SJF")) {
                assertThat(low).isEqualTo(runs.get(runs.size() - 1));
            } else {
                // It lets those pass that come within 20 times the difference, 80 s: two a second.
                assertThat(low.waitMicros()).isBetween(155 * SECOND, 165 * SECOND);
            }
        }
    }

    /** Sets that can be served in time: each task's deadline is no earlier than its end in some schedule. */
    @Test
    void earliestDeadlineFirstMeetsAllDeadlinesThatCanBeMet() {
        Random random = Seeds.random();
        int missedByOthers = 0;
        for (int round = 0; round < 100; round++) {
            List<TaskSpec> specs = new ArrayList<>();
            for (int second = 0; second < 200; second++) {
                if (random.nextInt(20) > 0) {
                    long released = BEGIN + Math.max(0, second - random.nextInt(30)) * SECOND;
                    long deadline = BEGIN + (second + 1 + random.nextInt(10)) * SECOND;
                    specs.add(aTask().submittedAt(released).endingBy(deadline).spec());
                }
            }
            Collections.shuffle(specs, random);
            assertThat(missed("EDF", specs, task -> SECOND)).as(Seeds.said()).isZero();
            missedByOthers += missed("FCFS", specs, task -> SECOND);
        }
        assertThat(missedByOthers).as("the sets are not too easy").isPositive();
    }

    /** Tasks of any length that are ready together (Jackson's rule). */
    @Test
    void earliestDeadlineFirstMeetsAllDeadlinesOfWhatIsReadyTogether() {
        Random random = Seeds.random();
        int missedByOthers = 0;
        for (int round = 0; round < 100; round++) {
            List<TaskSpec> specs = new ArrayList<>();
            long end = BEGIN;
            for (int i = 0; i < 100; i++) {
                long micros = (1 + random.nextInt(60)) * SECOND;
                end += micros;
                long slack = random.nextInt(100) * SECOND;
                specs.add(aTask().submittedAt(BEGIN)
                        .expecting(micros)
                        .endingBy(end + slack)
                        .spec());
            }
            Collections.shuffle(specs, random);
            assertThat(missed("EDF", specs, task -> task.demand().expectedMicros()))
                    .as(Seeds.said())
                    .isZero();
            missedByOthers += missed("SJF", specs, task -> task.demand().expectedMicros());
        }
        assertThat(missedByOthers).as("the sets are not too easy").isPositive();
    }

    private static int missed(String order, List<TaskSpec> specs, Expectation service) {
        OneSlot slot = OneSlot.ordered(order);
        specs.forEach(spec -> slot.arrive(spec, service.micros(spec)));
        int missed = 0;
        for (Run run : slot.run()) {
            missed += run.endMicros() > run.spec().demand().deadlineMicros() ? 1 : 0;
        }
        return missed;
    }

    @Test
    void whatIsNotDeclaredIsLearntFromTheJobAndElseFromTheHandler() {
        OneSlot slot = OneSlot.ordered("SJF");
        // Learnt: job "quick" takes 1 s, job "slow" 9 s, and so the handler something between.
        for (int i = 0; i < 20; i++) {
            slot.arrive(aTask().ofJob("quick").submittedAt(BEGIN + i * MINUTE).spec(), SECOND);
            slot.arrive(aTask().ofJob("slow").submittedAt(BEGIN + i * MINUTE).spec(), 9 * SECOND);
        }
        long later = BEGIN + 60 * MINUTE;
        slot.arrive(aTask().submittedAt(later - 1).withPayload("first").spec(), SECOND);
        slot.arrive(aTask().ofJob("slow").withPayload("slow").submittedAt(later).spec(), SECOND);
        slot.arrive(aTask().withPayload("handler").submittedAt(later).spec(), SECOND);
        slot.arrive(
                aTask().ofJob("quick").withPayload("quick").submittedAt(later).spec(), SECOND);
        slot.arrive(
                aTask().ofJob("slow")
                        .expecting(SECOND / 2)
                        .withPayload("declared")
                        .submittedAt(later)
                        .spec(),
                SECOND);
        List<String> runs = payloads(slot.run());
        assertThat(runs.subList(runs.indexOf("first"), runs.size()))
                .containsExactly("first", "declared", "quick", "handler", "slow");
    }

    @Test
    void whenTheOrderIsChangedThoseThatWaitGoFirstInTheirOldOrder() {
        OneSlot slot = OneSlot.ordered("FCFS");
        arrive(slot, "long", BEGIN, 100 * SECOND);
        arrive(slot, "2", BEGIN + 1, 2 * SECOND);
        arrive(slot, "1", BEGIN + 2, SECOND);
        slot.at(BEGIN + 3, changed("SJF", 1));
        arrive(slot, "5", BEGIN + 4, 5 * SECOND);
        arrive(slot, "4", BEGIN + 5, 4 * SECOND);
        slot.at(BEGIN + 6, changed("LIFO", 2));
        arrive(slot, "a", BEGIN + 7, SECOND);
        arrive(slot, "b", BEGIN + 8, SECOND);
        assertThat(payloads(slot.run())).containsExactly("long", "2", "1", "4", "5", "b", "a");
    }

    private static Command changed(String order, int changes) {
        return new Command.QueueChanged(
                new QueueSettings("default", Order.named(order), changes, 100, QueueSettings.NO_LIMIT, 0, false));
    }

    /** All ranks of all orders fit between two changes of order. */
    @Test
    void ranksStayWithinTheirBounds() {
        long endOfTime = 250_000_000_000_000_000L / 30;
        for (String name : Order.NAMES) {
            Order order = Order.named(name);
            for (long ready : new long[] {0, BEGIN, endOfTime}) {
                for (int priority : new int[] {-100, 100}) {
                    for (long expected : new long[] {0, 1, Long.MAX_VALUE}) {
                        TaskSpec spec = aTask().ofPriority(priority)
                                .submittedAt(ready)
                                .expecting(expected)
                                .endingBy(expected)
                                .spec();
                        long rank =
                                order.rank(spec, ready, task -> task.demand().expectedMicros());
                        assertThat(Math.abs(rank)).as(name).isLessThan(Order.RANK_LIMIT);
                    }
                }
            }
        }
        QueueSettings latest = new QueueSettings("q", new FirstComeFirstServed(), 126, 1, 1, 0, false);
        assertThat(latest.rank(Order.RANK_LIMIT - 1)).isPositive();
        assertThat(latest.rank(1 - Order.RANK_LIMIT)).isPositive();
        assertThat(new QueueSettings("q", new FirstComeFirstServed(), 127, 1, 1, 0, false).rank(7))
                .isEqualTo(7);
    }
}
