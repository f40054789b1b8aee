package dev.takt.core.policy;

import static dev.takt.core.policy.OneSlot.BEGIN;
import static dev.takt.core.policy.OneSlot.SECOND;
import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.OneSlot.Run;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.queue.QueueSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the shares between queues promise, on the machine with one slot. */
class ShareTest {
    private static final int QUEUES = 5;
    private static final int STARTS = 2_000;
    private static final double ROUNDING = 1e-9;

    private static String name(int queue) {
        return "q" + queue;
    }

    private static OneSlot with(String share, int... weights) {
        OneSlot slot = new OneSlot(share);
        for (int q = 0; q < weights.length; q++) {
            slot.queue(name(q), "FCFS", weights[q]);
        }
        return slot;
    }

    private static int[] randomWeights(Random random) {
        int[] weights = new int[QUEUES];
        Arrays.setAll(weights, q -> 1 + random.nextInt(100));
        return weights;
    }

    /** Every queue has work for all the time. */
    private static void saturate(OneSlot slot, int queues) {
        saturate(slot, queues, "noop");
    }

    private static void saturate(OneSlot slot, int queues, String handler) {
        for (int q = 0; q < queues; q++) {
            for (int i = 0; i < STARTS; i++) {
                slot.arrive(
                        aTask().in(name(q))
                                .handledBy(handler)
                                .submittedAt(BEGIN)
                                .spec(),
                        SECOND);
            }
        }
    }

    /** Work comes and goes: bursts in every queue, more in all than can be served at once. */
    private static void burst(OneSlot slot, Random random) {
        for (int q = 0; q < QUEUES; q++) {
            long at = BEGIN;
            for (int burst = 0; burst < 20; burst++) {
                at += random.nextInt(200) * SECOND;
                int tasks = 1 + random.nextInt(40);
                for (int i = 0; i < tasks; i++) {
                    slot.arrive(aTask().in(name(q)).submittedAt(at).spec(), SECOND);
                }
            }
        }
    }

    private static int[] startsOfTheFirst(List<Run> runs, int queues) {
        int[] starts = new int[queues];
        for (Run run : runs.subList(0, STARTS)) {
            starts[Integer.parseInt(run.queue().substring(1))]++;
        }
        return starts;
    }

    private static double jain(double... shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return sum * sum / (shares.length * squares);
    }

    /** Follows, for a pair of queues, how far their service is apart while both wait. */
    private static final class Lag {
        private final int a;
        private final int b;
        private double apart;
        private double lowest;
        private double highest;
        private double greatest;
        private boolean both;

        Lag(int a, int b) {
            this.a = a;
            this.b = b;
        }

        void note(OneSlot slot, int served, double[] perStart) {
            boolean bothWait = slot.waiting(name(a)) > 0 && slot.waiting(name(b)) > 0;
            if (!bothWait) {
                both = false;
                return;
            }
            if (both) {
                apart += served == a ? perStart[a] : served == b ? -perStart[b] : 0;
            } else {
                both = true;
                apart = 0;
                lowest = 0;
                highest = 0;
            }
            lowest = Math.min(lowest, apart);
            highest = Math.max(highest, apart);
            greatest = Math.max(greatest, highest - lowest);
        }
    }

    private static List<Lag> follow(OneSlot slot, double[] perStart) {
        List<Lag> lags = new ArrayList<>();
        for (int a = 0; a < QUEUES; a++) {
            for (int b = a + 1; b < QUEUES; b++) {
                lags.add(new Lag(a, b));
            }
        }
        slot.onStart(task -> lags.forEach(
                lag -> lag.note(slot, Integer.parseInt(task.spec().queue().substring(1)), perStart)));
        return lags;
    }

    /** Goyal, Vin and Cheng's theorem 1, with one task as the greatest packet. */
    @Test
    void underWeightedFairNoTwoQueuesThatWaitAreFurtherApartThanOneTaskEach() {
        Random random = Seeds.random();
        for (int round = 0; round < 20; round++) {
            int[] weights = randomWeights(random);
            double[] perStart = Arrays.stream(weights).mapToDouble(w -> 1.0 / w).toArray();
            OneSlot slot = with("WEIGHTED_FAIR", weights);
            List<Lag> lags = follow(slot, perStart);
            burst(slot, random);
            slot.run();
            for (Lag lag : lags) {
                assertThat(lag.greatest)
                        .as("%s weights %s, queues %d and %d", Seeds.said(), Arrays.toString(weights), lag.a, lag.b)
                        .isLessThanOrEqualTo(perStart[lag.a] + perStart[lag.b] + ROUNDING);
            }
            assertThat(lags).as("some waited together").anyMatch(lag -> lag.greatest > 0);
        }
    }

    @Test
    void underRoundRobinQueuesThatWaitAreNeverMoreThanATaskApart() {
        Random random = Seeds.random();
        double[] one = {1, 1, 1, 1, 1};
        for (int round = 0; round < 20; round++) {
            OneSlot slot = with("ROUND_ROBIN", randomWeights(random));
            List<Lag> lags = follow(slot, one);
            burst(slot, random);
            slot.run();
            assertThat(lags).as(Seeds.said()).allMatch(lag -> lag.greatest <= 1).anyMatch(lag -> lag.greatest == 1);
        }
    }

    @Test
    void underRoundRobinEveryQueueHasEqualCounts() {
        OneSlot slot = with("ROUND_ROBIN", 1, 10, 100, 500, 1000);
        saturate(slot, QUEUES);
        assertThat(startsOfTheFirst(slot.run(), QUEUES)).containsOnly(STARTS / QUEUES);
    }

    @Test
    void atSaturationEqualWeightsHaveEqualShares() {
        OneSlot slot = with("WEIGHTED_FAIR", 70, 70, 70, 70, 70);
        saturate(slot, QUEUES);
        int[] starts = startsOfTheFirst(slot.run(), QUEUES);
        assertThat(jain(Arrays.stream(starts).asDoubleStream().toArray())).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void atSaturationSharesAreInProportionToWeights() {
        Random random = Seeds.random();
        for (int round = 0; round < 10; round++) {
            int[] weights = new int[QUEUES];
            Arrays.setAll(weights, q -> 10 + random.nextInt(91));
            OneSlot slot = with("WEIGHTED_FAIR", weights);
            saturate(slot, QUEUES);
            int[] starts = startsOfTheFirst(slot.run(), QUEUES);
            double[] byWeight = new double[QUEUES];
            Arrays.setAll(byWeight, q -> (double) starts[q] / weights[q]);
            assertThat(jain(byWeight))
                    .as("%s weights %s starts %s", Seeds.said(), Arrays.toString(weights), Arrays.toString(starts))
                    .isGreaterThanOrEqualTo(0.99);
        }
    }

    @Test
    void theLightestQueueIsServedWithinTheSumOfWeights() {
        OneSlot slot = with("WEIGHTED_FAIR", 1, 300);
        saturate(slot, 2);
        List<Run> runs = slot.run();
        int since = 0;
        int light = 0;
        for (Run run : runs.subList(0, STARTS)) {
            since = run.queue().equals(name(0)) ? 0 : since + 1;
            light += since == 0 ? 1 : 0;
            assertThat(since).isLessThanOrEqualTo(301);
        }
        assertThat(light).isGreaterThanOrEqualTo(6);
    }

    @Test
    void aQueueThatWasPausedHasNotSavedUpTurns() {
        for (String share : List.of("WEIGHTED_FAIR", "ROUND_ROBIN")) {
            OneSlot slot = with(share, 100, 100);
            slot.at(BEGIN, new Command.QueueChanged(paused(true)));
            saturate(slot, 2);
            slot.at(BEGIN + 500 * SECOND, new Command.QueueChanged(paused(false)));
            List<Run> after = slot.run().stream()
                    .filter(run -> run.startMicros() >= BEGIN + 500 * SECOND)
                    .toList();
            long ofPaused = after.subList(0, 100).stream()
                    .filter(run -> run.queue().equals(name(0)))
                    .count();
            assertThat(ofPaused).as(share).isBetween(49L, 51L);
        }
    }

    @Test
    void aQueueWhoseHandlerWasNowhereHasNotSavedUpTurns() {
        for (String share : List.of("WEIGHTED_FAIR", "ROUND_ROBIN")) {
            OneSlot slot = with(share, 100, 100);
            saturate(slot, 1, "late");
            slot.at(BEGIN + 500 * SECOND, new Command.NodeUp(NodeFacts.plain("node", 1, Set.of("noop", "late"))));
            for (int i = 0; i < STARTS; i++) {
                slot.arrive(aTask().in(name(1)).submittedAt(BEGIN).spec(), SECOND);
            }
            List<Run> after = slot.run().stream()
                    .filter(run -> run.startMicros() >= BEGIN + 500 * SECOND)
                    .toList();
            assertThat(ofFirst(after.subList(0, 100))).as(share).isBetween(49L, 51L);
        }
    }

    private static QueueSettings paused(boolean paused) {
        return new QueueSettings(name(0), new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, paused);
    }

    @Test
    void underStrictPriorityNothingStartsWhileAHeavierQueueWaits() {
        Random random = Seeds.random();
        for (int round = 0; round < 20; round++) {
            int[] weights = randomWeights(random);
            OneSlot slot = with("STRICT_PRIORITY", weights);
            slot.onStart(task -> {
                int served = Integer.parseInt(task.spec().queue().substring(1));
                for (int q = 0; q < QUEUES; q++) {
                    if (weights[q] > weights[served]) {
                        assertThat(slot.waiting(name(q))).as(Seeds.said()).isZero();
                    }
                }
            });
            burst(slot, random);
            slot.run();
        }
    }

    @Test
    void underStrictPriorityEqualsTakeTurnsAndAChangedWeightCountsAtOnce() {
        OneSlot slot = with("STRICT_PRIORITY", 5, 5, 1);
        saturate(slot, 3);
        slot.at(
                BEGIN + 100 * SECOND,
                new Command.QueueChanged(
                        new QueueSettings(name(2), new FirstComeFirstServed(), 9, QueueSettings.NO_LIMIT, false)));
        List<Run> runs = slot.run();
        for (int i = 0; i < 100; i++) {
            assertThat(runs.get(i).queue()).isEqualTo(name(i % 2));
        }
        assertThat(runs.subList(100, 100 + STARTS)).extracting(Run::queue).containsOnly(name(2));
    }

    @Test
    void aShareThatIsChangedWhileTasksWaitBeginsAnew() {
        OneSlot slot = with("WEIGHTED_FAIR", 900, 100);
        saturate(slot, 2);
        slot.at(BEGIN + 1_000 * SECOND, pool("ROUND_ROBIN"));
        slot.at(BEGIN + 1_200 * SECOND, pool("WEIGHTED_FAIR"));
        List<Run> runs = slot.run();
        assertThat(ofFirst(runs.subList(0, 1_000))).isBetween(899L, 901L);
        assertThat(ofFirst(runs.subList(1_000, 1_200))).isBetween(99L, 101L);
        assertThat(ofFirst(runs.subList(1_200, 1_300))).isBetween(89L, 91L);
    }

    private static Command pool(String share) {
        return new Command.PoolChanged(new PoolSettings("default", "LEAST_LOADED", share, 3));
    }

    private static long ofFirst(List<Run> runs) {
        return runs.stream().filter(run -> run.queue().equals(name(0))).count();
    }
}
