package dev.takt.bench.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pool's loop came to in its steady state.
 *
 * @param roundNanos what processor time the machine took in each round
 * @param decisionsPerSecond starts, each a choice of queue, task and node, for each second of the machine's processor time
 * @param decisionsPerRound starts in a round
 * @param refillsPerRound lines that were read on in a round
 * @param heldTasks tasks that the machine holds, waiting and running
 * @param heapMebibytes what the machine holds in memory, after a collection
 */
public record Measured(
        List<Long> roundNanos,
        double decisionsPerSecond,
        double decisionsPerRound,
        double refillsPerRound,
        long heldTasks,
        double heapMebibytes) {
    /** Compiled by then, every slot taken, every window read. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** In simulated time this is tasks' lengths many times over. */
    private static final int WARM_UP_ROUNDS_MIN = 150;

    private static final Duration TIME = Duration.ofSeconds(15);

    /** Measures a pool of this size under two policies. */
    public static Measured of(Scale scale, String share, String placement) {
        WaitingTasks record = DecisionLoop.backlog(scale);
        long heapBefore = heap();
        DecisionLoop loop = new DecisionLoop(record, scale.nodes(), share, placement);
        long warm = System.nanoTime() + WARM_UP.toNanos();
        for (int round = 0; round < WARM_UP_ROUNDS_MIN || System.nanoTime() < warm; round++) {
            loop.round();
        }
        List<Long> nanos = new ArrayList<>();
        long sum = 0;
        long started = 0;
        long refilled = 0;
        long end = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < end) {
            DecisionLoop.Round round = loop.round();
            nanos.add(round.machineNanos());
            sum += round.machineNanos();
            started += round.started();
            refilled += round.refilled();
        }
        if (record.waiting() + loop.latest() != scale.waiting()) {
            throw new IllegalStateException(
                    record.waiting() + loop.latest() + " tasks wait, and " + scale.waiting() + " should");
        }
        long heap = heap() - heapBefore;
        return new Measured(
                nanos,
                started * 1e9 / sum,
                (double) started / nanos.size(),
                (double) refilled / nanos.size(),
                loop.heldTasks(),
                (double) heap / (1 << 20));
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
