package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Task;
import dev.takt.record.CountRows;
import dev.takt.record.Database;
import dev.takt.record.SettingsRows;
import dev.takt.record.TaskReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Loads a pool's machine from the record, at the beginning of a reign. */
final class PoolLoader {
    private PoolLoader() {}

    /** @param running what the record says is running, on whatever node */
    record Loaded(PoolMachine machine, List<Task> running) {}

    private record Settings(PoolSettings pool, List<QueueSettings> queues) {}

    static Loaded load(Database database, String pool, long epoch, EndedCounts ended) {
        Settings settings = database.inSession(session -> new Settings(
                SettingsRows.pools(session).stream()
                        .filter(row -> row.name.equals(pool))
                        .map(SettingsRows::settings)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("There is no pool '" + pool + "'.")),
                SettingsRows.queues(session).stream()
                        .filter(row -> row.pool.equals(pool))
                        .map(SettingsRows::settings)
                        .toList()));
        return database.query(connection -> load(connection, settings, epoch, ended));
    }

    private static Loaded load(Connection connection, Settings settings, long epoch, EndedCounts ended)
            throws SQLException {
        String pool = settings.pool().name();
        Map<String, Map<String, Long>> ready = TaskReader.countReady(connection, pool);
        Map<String, Long> scheduled = TaskReader.countScheduled(connection, pool);
        PoolMachine machine = new PoolMachine(settings.pool(), epoch, !scheduled.isEmpty());
        for (QueueSettings queue : settings.queues()) {
            machine.load(queue, ready.getOrDefault(queue.name(), Map.of()), scheduled.getOrDefault(queue.name(), 0L));
        }
        List<Task> running = TaskReader.running(connection, pool);
        running.forEach(machine::loadRunning);
        Instant hourAgo = Instant.now().minusSeconds(3_600);
        CountRows.sinceByMinute(connection, pool, hourAgo)
                .forEach(cell -> ended.load(cell.minuteMicros(), cell.state(), cell.tasks()));
        for (Map.Entry<TaskState, Long> total :
                CountRows.totals(connection, pool).entrySet()) {
            ended.loadTotal(total.getKey(), total.getValue());
        }
        return new Loaded(machine, running);
    }
}
