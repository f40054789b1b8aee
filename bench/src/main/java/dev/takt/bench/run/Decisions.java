package dev.takt.bench.run;

import dev.takt.bench.decision.Measured;
import dev.takt.bench.decision.Scale;
import dev.takt.core.policy.BestFit;
import dev.takt.core.policy.LeastLoaded;
import dev.takt.core.policy.PowerOfTwo;
import dev.takt.core.policy.RendezvousHash;
import dev.takt.core.policy.RoundRobin;
import dev.takt.core.policy.StrictPriority;
import dev.takt.core.policy.TurnByTurn;
import dev.takt.core.policy.WeightedFair;
import java.util.List;
import java.util.Map;

/**
 * The decision loop alone at 1,000 nodes, 10,000 queues and 10,000,000 waiting tasks, by policy; and at a tenth of that, to see
 * what grows. A "contestant" is a pair of policies.
 */
public final class Decisions implements Workload {
    private static final Scale LARGE = new Scale(1_000, 10_000, 10_000_000);
    private static final Scale TENTH = new Scale(100, 1_000, 1_000_000);
    private static final String A_TENTH = ", a tenth";

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public List<String> of(List<String> contestants) {
        return List.of(
                pair(WeightedFair.NAME, LeastLoaded.NAME) + A_TENTH,
                pair(WeightedFair.NAME, LeastLoaded.NAME),
                pair(TurnByTurn.NAME, LeastLoaded.NAME),
                pair(StrictPriority.NAME, LeastLoaded.NAME),
                pair(WeightedFair.NAME, RoundRobin.NAME),
                pair(WeightedFair.NAME, PowerOfTwo.NAME),
                pair(WeightedFair.NAME, RendezvousHash.NAME),
                pair(WeightedFair.NAME, BestFit.NAME));
    }

    private static String pair(String share, String placement) {
        return share + " / " + placement;
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        boolean tenth = contestant.endsWith(A_TENTH);
        String[] policies = contestant.replace(A_TENTH, "").split(" / ");
        Measured measured = Measured.of(tenth ? TENTH : LARGE, policies[0], policies[1]);
        Percentiles rounds = new Percentiles();
        measured.roundNanos().forEach(nanos -> rounds.add(nanos / 1_000));
        Map<String, Double> figures = rounds.figures();
        figures.put("decisionsPerSecond", measured.decisionsPerSecond());
        figures.put("decisionsPerRound", measured.decisionsPerRound());
        figures.put("refillsPerRound", measured.refillsPerRound());
        figures.put("heldTasks", (double) measured.heldTasks());
        figures.put("heapMebibytes", measured.heapMebibytes());
        bench.results().add(name(), contestant, round, figures);
    }
}
