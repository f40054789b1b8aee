package dev.takt.core.policy;

import static dev.takt.core.policy.OneSlot.BEGIN;
import static dev.takt.core.policy.OneSlot.SECOND;
import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.policy.OneSlot.Run;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Mean waiting times of a single server with Poisson arrivals (M/G/1), against the formulas: Pollaczek and Khinchine's
 * for first come, first served, and for shortest job first the one that L. Schrage and L. Miller give ("The queue M/G/1
 * with the shortest remaining processing time discipline", 1966, section 4), integrated numerically.
 */
class MeanWaitTest {
    /** Tasks take 1 to 9 seconds (half of them short, so that their order matters), and keep the server 75 % busy. */
    private static final double SHORT_SHARE = 0.7;

    private static final double LOAD = 0.75;
    private static final double MEAN = SHORT_SHARE * 1.5 + (1 - SHORT_SHARE) * 7.0;
    private static final double RATE = LOAD / MEAN;

    private static final int REPLICATIONS = 30;
    private static final int WARM_UP = 500;
    private static final int COUNTED = 4_000;

    /** Arrivals go on for a while after those that are counted, so that the last of these meet rivals too. */
    private static final int TAIL = 500;

    /** Student's t for 29 degrees of freedom and a two-sided 99.9 %. */
    private static final double T_999 = 3.659;

    private record Interval(double mean, double half) {}

    /** Service times: uniform in 1 to 2 seconds with probability 0.7, else uniform in 5 to 9 seconds. */
    private static double service(Random random) {
        return random.nextDouble() < SHORT_SHARE ? 1 + random.nextDouble() : 5 + 4 * random.nextDouble();
    }

    private static double density(double x) {
        return (x >= 1 && x <= 2 ? SHORT_SHARE : 0) + (x >= 5 && x <= 9 ? (1 - SHORT_SHARE) / 4 : 0);
    }

    private static double integral(double from, double to, DoubleUnaryOperator of) {
        int steps = 9_000;
        double width = (to - from) / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += of.applyAsDouble(from + (i + 0.5) * width) * width;
        }
        return sum;
    }

    private static double pollaczekKhinchine() {
        return meanResidual() / (1 - LOAD);
    }

    /** Mean work of the task in service that an arrival finds. */
    private static double meanResidual() {
        return RATE * integral(0, 10, x -> x * x * density(x)) / 2;
    }

    private static double shortestFirst() {
        double residual = meanResidual();
        int steps = 9_000;
        double width = 10.0 / steps;
        double load = 0;
        double wait = 0;
        for (int i = 0; i < steps; i++) {
            double x = (i + 0.5) * width;
            double more = RATE * x * density(x) * width;
            double upTo = 1 - load - more / 2;
            wait += density(x) * width * residual / (upTo * upTo);
            load += more;
        }
        return wait;
    }

    private static Interval measured(String order) {
        double[] means = new double[REPLICATIONS];
        Random random = Seeds.random();
        for (int r = 0; r < REPLICATIONS; r++) {
            means[r] = meanWait(order, random);
        }
        double mean = 0;
        for (double one : means) {
            mean += one / REPLICATIONS;
        }
        double squares = 0;
        for (double one : means) {
            squares += (one - mean) * (one - mean);
        }
        return new Interval(mean, T_999 * Math.sqrt(squares / (REPLICATIONS - 1) / REPLICATIONS));
    }

    private static double meanWait(String order, Random random) {
        OneSlot slot = OneSlot.ordered(order);
        double time = 0;
        long first = 0;
        long last = 0;
        for (int i = 0; i < WARM_UP + COUNTED + TAIL; i++) {
            time += -Math.log(1 - random.nextDouble()) / RATE;
            long at = BEGIN + Math.round(time * SECOND);
            first = i == WARM_UP ? at : first;
            last = i == WARM_UP + COUNTED ? at : last;
            long micros = Math.round(service(random) * SECOND);
            slot.arrive(aTask().submittedAt(at).expecting(micros).spec(), micros);
        }
        double sum = 0;
        int counted = 0;
        List<Run> runs = slot.run();
        for (Run run : runs) {
            long at = run.spec().submittedMicros();
            if (at >= first && at < last) {
                sum += run.waitMicros() / (double) SECOND;
                counted++;
            }
        }
        assertThat(counted).isBetween(COUNTED - 1, COUNTED + 1);
        return sum / counted;
    }

    @Test
    void firstComeFirstServedWaitsAsPollaczekAndKhinchineSay() {
        assertHolds(measured("FCFS"), pollaczekKhinchine());
    }

    @Test
    void shortestJobFirstWaitsAsSchrageAndMillerSayAndLessThanFirstComeFirstServed() {
        Interval sjf = measured("SJF");
        assertHolds(sjf, shortestFirst());
        assertThat(sjf.mean + sjf.half).as(Seeds.said()).isLessThan(0.75 * pollaczekKhinchine());
    }

    @Test
    void lastComeFirstServedWaitsAsLongOnAverageAsFirstComeFirstServed() {
        assertHolds(measured("LIFO"), pollaczekKhinchine());
    }

    private static void assertHolds(Interval measured, double theory) {
        assertThat(theory)
                .as("theory, with a 99.9 %% interval of %s around %s, %s", measured.half, measured.mean, Seeds.said())
                .isBetween(measured.mean - measured.half, measured.mean + measured.half);
        assertThat(measured.half)
                .as("an interval that says something, " + Seeds.said())
                .isLessThan(0.1 * theory);
    }
}
