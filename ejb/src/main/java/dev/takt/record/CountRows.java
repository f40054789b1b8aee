package dev.takt.record;

import dev.takt.api.TaskState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Ended tasks as they were counted, by pool. */
public final class CountRows {
    private static final String SINCE =
            """
            select c.at_minute, c.state, sum(c.tasks) as tasks from task_count c join queue q on q.name = c.queue
            where q.pool = ? and c.at_minute >= ? group by c.at_minute, c.state""";

    private static final String TOTALS =
            """
            select c.state, sum(c.tasks) as tasks from task_count c join queue q on q.name = c.queue
            where q.pool = ? group by c.state""";

    private CountRows() {}

    /** How many tasks ended in a minute in a state. */
    public record Cell(long minuteMicros, TaskState state, long tasks) {}

    public static List<Cell> sinceByMinute(Connection connection, String pool, Instant since) throws SQLException {
        List<Cell> cells = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setString(1, pool);
            statement.setObject(2, since.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    cells.add(new Cell(
                            TaskReader.micros(row, "at_minute"),
                            TaskState.valueOf(row.getString("state")),
                            row.getLong("tasks")));
                }
            }
        }
        return cells;
    }

    public static Map<TaskState, Long> totals(Connection connection, String pool) throws SQLException {
        Map<TaskState, Long> totals = new EnumMap<>(TaskState.class);
        try (PreparedStatement statement = connection.prepareStatement(TOTALS)) {
            statement.setString(1, pool);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    totals.put(TaskState.valueOf(row.getString("state")), row.getLong("tasks"));
                }
            }
        }
        return totals;
    }
}
