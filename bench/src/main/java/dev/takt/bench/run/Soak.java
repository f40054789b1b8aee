package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * W6: a soak of {@code -Dminutes}: in each minute batch after batch, then tasks one by one; per minute the throughput, the latency,
 * the heap after a collection, and the live table's size against its live rows. Takt only. A "round" is a minute.
 */
public final class Soak implements Workload {
    private static final int BATCH = 50_000;
    private static final Duration THROUGHPUT_TIME = Duration.ofSeconds(45);

    /** Ten seconds at one each 20 ms. */
    private static final int PACED_TASKS = 500;

    private static final String TABLE =
            """
            select pg_total_relation_size('task'), n_live_tup, autovacuum_count
            from pg_stat_user_tables where relname = 'task'
            """;

    @Override
    public String name() {
        return "w6";
    }

    @Override
    public List<String> of(List<String> contestants) {
        return Contestants.taktAlone(contestants);
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        if (round > 1) {
            return;
        }
        Database database = bench.server().fresh("soak");
        try (Running running = bench.contestants().start(contestant, Setting.THROUGHPUT, database)) {
            long next = WarmUp.run(running);
            for (int minute = 1; minute <= bench.plan().minutes(); minute++) {
                next = minute(bench, contestant, running, database, minute, next);
            }
        }
        bench.server().drop(database.name());
    }

    private long minute(Bench bench, String contestant, Running running, Database database, int minute, long first)
            throws Exception {
        long next = first;
        long nanos = 0;
        while (nanos < THROUGHPUT_TIME.toNanos()) {
            nanos += Batch.run(running, next, BATCH).nanos();
            next += BATCH;
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("tasksPerSecond", (next - first) * 1e9 / nanos);
        figures.putAll(Latency.pace(running, next, PACED_TASKS).figures());
        figures.put(
                "heapMebibytes",
                running.ledger().ask(Control.command("heap")).path("heapBytes").asDouble() / (1 << 20));
        table(database, figures);
        bench.results().add(name(), contestant, minute, figures);
        return next + PACED_TASKS;
    }

    private static void table(Database database, Map<String, Double> figures) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLE)) {
            row.next();
            figures.put("liveTableMebibytes", row.getDouble(1) / (1 << 20));
            figures.put("liveTableRows", row.getDouble(2));
            figures.put("autovacuums", row.getDouble(3));
        }
    }
}
