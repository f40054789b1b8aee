package dev.takt.record;

import dev.takt.api.TaskState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Ended tasks as they were counted: by minute while they are young, then by day, then by month, so that the totals of ten
 * years are a small sum.
 */
public final class CountRows {
    private static final String SINCE =
            """
            select at_minute, state, sum(tasks) as tasks from task_count
            where queue = any(?) and at_minute >= ? group by at_minute, state""";

    static final String TOTALS =
            """
            select state, sum(tasks) as tasks from task_count where queue = any(?) group by state""";

    /** The first minute that no longer needs a row of its own; a day's row stands at its midnight. All in UTC. */
    private static final String FIRST_OF_A_DAY =
            """
            select min(at_minute) from task_count where at_minute < ? and
            (extract(hour from at_minute at time zone 'UTC') > 0 or extract(minute from at_minute at time zone 'UTC') > 0)""";

    /** The first day that no longer needs a row of its own; a month's row stands at its first midnight. */
    private static final String FIRST_OF_A_MONTH =
            """
            select min(at_minute) from task_count where at_minute < ?
            and extract(day from at_minute at time zone 'UTC') > 1""";

    private static final String ADD_UP =
            """
            merge into task_count c
            using (select queue, cast(? as timestamp(6) with time zone) as at_minute, state,
                    cast(sum(tasks) as bigint) as tasks
                from task_count where at_minute > ? and at_minute < ? group by queue, state) s
            on (c.queue = s.queue and c.at_minute = s.at_minute and c.state = s.state)
            when matched then update set tasks = c.tasks + s.tasks
            when not matched then insert (queue, at_minute, state, tasks) values (s.queue, s.at_minute, s.state, s.tasks)""";

    private static final String DELETE_ADDED_UP = "delete from task_count where at_minute > ? and at_minute < ?";

    private CountRows() {}

    /**
     * Folds the minutes of the oldest day that has any into the day's row; in one transaction, so that the totals stay.
     *
     * @param before a midnight that is so long ago that nothing is counted before it any more
     * @return false when there was nothing to fold
     */
    static boolean foldDay(Connection connection, LocalDate before) throws SQLException {
        return fold(connection, FIRST_OF_A_DAY, before, day -> day, day -> day.plusDays(1));
    }

    /**
     * Folds the rows of the oldest month that has several into the month's row; in one transaction.
     *
     * @param before the first day of a month
     * @return false when there was nothing to fold
     */
    static boolean foldMonth(Connection connection, LocalDate before) throws SQLException {
        return fold(connection, FIRST_OF_A_MONTH, before, day -> day.withDayOfMonth(1), day -> day.plusMonths(1));
    }

    private static boolean fold(
            Connection connection,
            String first,
            LocalDate before,
            UnaryOperator<LocalDate> beginOf,
            UnaryOperator<LocalDate> endOf)
            throws SQLException {
        OffsetDateTime oldest = first(connection, first, before);
        if (oldest == null) {
            return false;
        }
        LocalDate begin =
                beginOf.apply(oldest.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
        OffsetDateTime from = midnight(begin);
        OffsetDateTime to = midnight(endOf.apply(begin));
        try (PreparedStatement add = connection.prepareStatement(ADD_UP);
                PreparedStatement delete = connection.prepareStatement(DELETE_ADDED_UP)) {
            add.setObject(1, from);
            add.setObject(2, from);
            add.setObject(3, to);
            add.executeUpdate();
            delete.setObject(1, from);
            delete.setObject(2, to);
            delete.executeUpdate();
        }
        return true;
    }

    private static OffsetDateTime first(Connection connection, String sql, LocalDate before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, midnight(before));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class);
            }
        }
    }

    private static OffsetDateTime midnight(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    /** How many tasks ended in a minute in a state. */
    public record Cell(long minuteMicros, TaskState state, long tasks) {}

    public static List<Cell> sinceByMinute(Connection connection, Collection<String> queues, Instant since)
            throws SQLException {
        List<Cell> cells = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setArray(1, connection.createArrayOf("varchar", queues.toArray()));
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

    public static Map<TaskState, Long> totals(Connection connection, Collection<String> queues) throws SQLException {
        Map<TaskState, Long> totals = new EnumMap<>(TaskState.class);
        try (PreparedStatement statement = connection.prepareStatement(TOTALS)) {
            statement.setArray(1, connection.createArrayOf("varchar", queues.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    totals.put(TaskState.valueOf(row.getString("state")), row.getLong("tasks"));
                }
            }
        }
        return totals;
    }
}
