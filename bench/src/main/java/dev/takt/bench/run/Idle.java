package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.database.ProcessTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a node of Takt costs that has nothing to do: boot, memory, processor, transactions. */
public final class Idle implements Workload {
    /** After the boot: what is loaded and compiled late, and garbage that the boot left. */
    private static final Duration SETTLING = Duration.ofMinutes(3);

    private static final Duration TIME = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<String> of(List<String> contestants) {
        return Contestants.taktAlone(contestants);
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("bench");
        // The first start makes the tables, which later ones find.
        TaktServer.start(bench.plan(), database, 1, 1).close();
        try (TaktServer server = TaktServer.start(bench.plan(), database, 1, 1)) {
            TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
            long processorBefore = ProcessTime.micros(server.pid());
            long transactionsBefore = transactions(database);
            TimeUnit.MILLISECONDS.sleep(TIME.toMillis());
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("bootSeconds", server.boot().toMillis() / 1_000.0);
            figures.put(
                    "cpuPercent",
                    100.0 * (ProcessTime.micros(server.pid()) - processorBefore) / (TIME.toMillis() * 1_000));
            figures.put(
                    "transactionsPerSecond", (double) (transactions(database) - transactionsBefore) / TIME.toSeconds());
            figures.put("residentMebibytes", residentMebibytes(server.pid()));
            bench.results().add(name(), contestant, round, figures);
        }
    }

    /** Those that only read too; each process of the database tells its own some seconds late. */
    private static long transactions(Database database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double residentMebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }
}
