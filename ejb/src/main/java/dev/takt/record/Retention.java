package dev.takt.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * How long the record keeps what happened: {@code takt.history.days}, 30 by default. On PostgreSQL the history is
 * partitioned by the day (UTC) on which tasks ended; partitions are made a week ahead and dropped when they are too old.
 * H2 deletes rows. What hangs on a forgotten task (attempts, labels) goes with it.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int DAYS_AHEAD = 7;
    private static final int HISTORY_DAYS = Integer.getInteger("takt.history.days", 30);
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern("'task_history_'yyyyMMdd");

    private static final String DELETE_KEYS = "delete from task_key where expires_at < current_timestamp";

    private static final String DELETE_NODES =
            "delete from node where renewed_at < current_timestamp - interval '7' day";

    private static final String DELETE_COUNTS =
            "delete from task_count where at_minute < current_timestamp - interval '3650' day";

    private static final String DELETE_HISTORY = "delete from task_history where ended_at < ?";

    /** Attempts and labels carry no time of their own, but the time is in the task's id. */
    private static final String DELETE_ATTEMPTS =
            """
            delete from attempt where ended_at < ? and not exists (select 1 from task t where t.id = attempt.task)""";

    private static final String DELETE_LABELS =
            """
            delete from task_label where task < ? and not exists (select 1 from task t where t.id = task_label.task)
            and not exists (select 1 from task_history h where h.id = task_label.task)""";

    private static final String PARTITIONS =
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = cast('task_history' as regclass)""";

    @Inject
    private Database database;

    /** For the container. */
    protected Retention() {}

    /** For use without a container. */
    public Retention(Database database) {
        this.database = database;
    }

    /** Makes room for what will end; must have been done before a task can end. */
    public void prepare() {
        database.inTransaction(connection -> {
            if (isPostgreSql(connection)) {
                makePartitions(connection, LocalDate.now(ZoneOffset.UTC));
            }
            return null;
        });
    }

    /** Makes room, and forgets what is too old. */
    public void run() {
        prepare();
        LocalDate oldest = LocalDate.now(ZoneOffset.UTC).minusDays(HISTORY_DAYS);
        database.inTransaction(connection -> {
            update(connection, DELETE_KEYS);
            update(connection, DELETE_NODES);
            update(connection, DELETE_COUNTS);
            if (isPostgreSql(connection)) {
                dropPartitions(connection, oldest);
            } else {
                deleteBefore(connection, DELETE_HISTORY, oldest);
            }
            deleteBefore(connection, DELETE_ATTEMPTS, oldest);
            try (PreparedStatement labels = connection.prepareStatement(DELETE_LABELS)) {
                labels.setObject(
                        1,
                        dev.takt.core.task.TaskIds.floor(
                                oldest.atStartOfDay(ZoneOffset.UTC).toInstant()));
                labels.executeUpdate();
            }
            return null;
        });
    }

    private static boolean isPostgreSql(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /** From yesterday (a node's clock may be behind) to a week ahead. Several nodes may do this at once. */
    private static void makePartitions(Connection connection, LocalDate today) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('takt_history_partitions'))");
            for (LocalDate day = today.minusDays(1); day.isBefore(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
                statement.execute("create table if not exists " + PARTITION.format(day)
                        + " partition of task_history for values from ('" + day + " 00:00:00+00') to ('"
                        + day.plusDays(1) + " 00:00:00+00')");
            }
        }
    }

    private static void dropPartitions(Connection connection, LocalDate oldest) throws SQLException {
        List<String> old = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PARTITIONS)) {
            while (row.next()) {
                String name = row.getString(1);
                if (name.compareTo(PARTITION.format(oldest)) < 0) {
                    old.add(name);
                }
            }
        }
        for (String partition : old) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("drop table " + partition);
            }
            LOG.infof("The history of %s is older than %d days and was dropped.", partition, HISTORY_DAYS);
        }
    }

    private static void deleteBefore(Connection connection, String sql, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, day.atStartOfDay().atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
