package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.bench.database.Database;
import dev.takt.bench.database.ProcessTime;
import dev.takt.bench.database.ServerCost;
import dev.takt.bench.peer.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * W1: many tasks that do nothing, enqueued and processed at once, end to end: from the first call to enqueue until the record
 * says that all have ended. Then, with the contestant told to start none, enqueuing alone.
 */
public final class Throughput implements Workload {
    @Override
    public String name() {
        return "w1";
    }

    @Override
    public List<String> of(List<String> contestants) {
        return contestants;
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("bench");
        try (Running running = bench.contestants().start(contestant, Setting.THROUGHPUT, database)) {
            long next = WarmUp.run(running);
            Map<String, Double> figures = new LinkedHashMap<>(batch(bench, running, database, next));
            figures.put(
                    "enqueuePerSecond",
                    enqueueAlone(bench, running, database, next + bench.plan().tasks()));
            bench.results().add(name(), contestant, round, figures);
        }
    }

    /** One batch of the plan's size, with what it cost. */
    static Map<String, Double> batch(Bench bench, Running running, Database database, long first) throws Exception {
        int tasks = bench.plan().tasks();
        bench.server().settle(database);
        ServerCost before = bench.server().cost();
        long processorBefore = ProcessTime.micros(running.pid());
        Batch batch = Batch.run(running, first, tasks);
        long processor = ProcessTime.micros(running.pid()) - processorBefore;
        ServerCost cost = bench.server().cost().since(before);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("tasksPerSecond", batch.tasksPerSecond());
        figures.put("transactionsPerTask", (double) cost.transactions() / tasks);
        figures.put("logBytesPerTask", (double) cost.logBytes() / tasks);
        figures.put("jvmMicrosPerTask", (double) processor / tasks);
        figures.put("databaseMicrosPerTask", (double) cost.processorMicros() / tasks);
        return figures;
    }

    private static double enqueueAlone(Bench bench, Running running, Database database, long first) throws Exception {
        int tasks = bench.plan().tasks();
        running.holding().hold();
        running.ledger().expect(first, tasks, 0);
        bench.server().settle(database);
        JsonNode enqueued = running.entrance().enqueue(first, tasks);
        return tasks
                * 1e9
                / (enqueued.path("endedAtNanos").asLong()
                        - enqueued.path("startedAtNanos").asLong());
    }
}
