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
    /**
     * Quartz looks for the next trigger by a scan of what waits, so that its time grows with the square of the tasks: 50,000 take
     * it up to ten minutes. Fewer flatter it.
     */
    private static final int QUARTZ_DIVISOR = 10;

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
            int tasks = tasks(bench.plan(), contestant);
            Map<String, Double> figures = new LinkedHashMap<>(batch(bench, running, database, next, tasks));
            figures.put("enqueuePerSecond", enqueueAlone(bench, running, database, next + tasks, tasks));
            bench.results().add(name(), contestant, round, figures);
        }
    }

    /** The plan's, but for Quartz a tenth of them. */
    private static int tasks(Plan plan, String contestant) {
        return contestant.equals("quartz") ? Math.max(1, plan.tasks() / QUARTZ_DIVISOR) : plan.tasks();
    }

    /** One batch, with what it cost. */
    static Map<String, Double> batch(Bench bench, Running running, Database database, long first, int tasks)
            throws Exception {
        bench.server().settle(database);
        ServerCost before = bench.server().cost();
        long processorBefore = ProcessTime.micros(running.pid());
        Batch batch = Batch.run(running, first, tasks);
        long processor = ProcessTime.micros(running.pid()) - processorBefore;
        ServerCost cost = bench.server().cost().since(before);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("tasks", (double) tasks);
        figures.put("tasksPerSecond", batch.tasksPerSecond());
        figures.put("transactionsPerTask", (double) cost.transactions() / tasks);
        figures.put("logBytesPerTask", (double) cost.logBytes() / tasks);
        figures.put("jvmMicrosPerTask", (double) processor / tasks);
        figures.put("databaseMicrosPerTask", (double) cost.processorMicros() / tasks);
        return figures;
    }

    private static double enqueueAlone(Bench bench, Running running, Database database, long first, int tasks)
            throws Exception {
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
