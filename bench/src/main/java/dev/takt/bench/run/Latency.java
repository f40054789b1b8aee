package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.util.List;

/** W2: one task every 20 ms on an idle system; from the call that submits it to the start of its handler. */
public final class Latency implements Workload {
    private static final int INTERVAL_MILLIS = 20;
    private static final int TASKS = 2_000;

    /** A minute that does not count, at five times the pace: until then a server's compiler takes a core now and then. */
    private static final int WARM_UP_TASKS = 15_000;

    private static final int WARM_UP_INTERVAL_MILLIS = 4;

    private static final long LIMIT_SECONDS = 120;

    @Override
    public String name() {
        return "w2";
    }

    @Override
    public List<String> of(List<String> contestants) {
        // One request holds one task: batches have no latency of their own.
        return contestants.stream()
                .filter(name -> !name.equals("takt-rest-single"))
                .toList();
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("bench");
        try (Running running = bench.contestants().start(contestant, Setting.THROUGHPUT, database)) {
            long next = WarmUp.run(running);
            pace(running, next, WARM_UP_TASKS, WARM_UP_INTERVAL_MILLIS);
            bench.server().settle(database);
            Percentiles latencies = pace(running, next + WARM_UP_TASKS, TASKS);
            bench.results().add(name(), contestant, round, latencies.figures());
        }
    }

    /** Paces tasks through, and checks that each started once. */
    static Percentiles pace(Running running, long first, int tasks) throws IOException, InterruptedException, Failed {
        return pace(running, first, tasks, INTERVAL_MILLIS);
    }

    private static Percentiles pace(Running running, long first, int tasks, int intervalMillis)
            throws IOException, InterruptedException, Failed {
        running.ledger().expect(first, tasks, 0);
        long[] calledAt = Control.numbers(
                running.entrance()
                        .ask(Control.command("pace")
                                .put("first", first)
                                .put("tasks", tasks)
                                .put("intervalMillis", intervalMillis)),
                "calledAtNanos");
        Batch.check(running.ledger().await(first, tasks, LIMIT_SECONDS));
        long[] startedAt = Control.numbers(running.ledger().ask(Control.command("starts")), "startedAtNanos");
        Percentiles latencies = new Percentiles();
        for (int task = 0; task < tasks; task++) {
            latencies.add((startedAt[task] - calledAt[task]) / 1_000);
        }
        return latencies;
    }
}
