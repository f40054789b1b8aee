package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many clusters from many seeds. {@code -Dsimulation.seed=N} replays one, {@code -Dsimulation.seeds=M} runs so many, and
 * {@code -Dsimulation.first=F} begins with another than the first.
 */
class ClusterSimulationTest {
    /** How many are run with every build: what takes less than a minute. */
    private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);

    private static final long FIRST = Long.getLong("simulation.first", 1);

    /** In how many seeds each defect must show. */
    private static final long SEEDS_FOR_DEFECTS = 400;

    /** How many failures are enough to look at. */
    private static final int FAILURES_MAX = 5;

    private static final long PATIENCE_HOURS = 24;

    @BeforeAll
    static void listen() {
        SimulationRun.listenToLog();
    }

    @AfterAll
    static void leave() {
        SimulationRun.leaveLog();
    }

    @Test
    void everythingHoldsWhateverGoesWrong() throws InterruptedException {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            assertThat(SimulationRun.of(one, Mutation.NONE)).isNull();
            return;
        }
        Queue<SimulationRun.Failure> failures = new ConcurrentLinkedQueue<>();
        AtomicLong next = new AtomicLong(FIRST);
        long began = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService runners = Executors.newFixedThreadPool(threads);
        for (int n = 0; n < threads; n++) {
            runners.execute(() -> {
                for (long seed = next.getAndIncrement();
                        seed < FIRST + SEEDS && failures.size() < FAILURES_MAX;
                        seed = next.getAndIncrement()) {
                    SimulationRun.Failure failure = SimulationRun.of(seed, Mutation.NONE);
                    if (failure != null) {
                        failures.add(failure);
                    }
                }
            });
        }
        runners.shutdown();
        assertThat(runners.awaitTermination(PATIENCE_HOURS, TimeUnit.HOURS)).isTrue();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "Simulation: %d seeds in %.1f s (%.1f seeds per second on %d threads), %d failed.%n",
                SEEDS, seconds, SEEDS / seconds, threads, failures.size());
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aDefectIsFound(Mutation mutation) {
        for (long seed = 1; seed <= SEEDS_FOR_DEFECTS; seed++) {
            SimulationRun.Failure failure = SimulationRun.of(seed, mutation);
            if (failure != null) {
                System.out.printf(
                        "Simulation: %s is found by seed %d: %s%n",
                        mutation, seed, failure.violation().getMessage());
                return;
            }
        }
        assertThat(mutation).as("a defect that no seed shows").isEqualTo(Mutation.NONE);
    }
}
