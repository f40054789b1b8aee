package dev.takt.record;

import dev.takt.api.TaktException;
import dev.takt.core.task.TaskIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * How long the record keeps what happened: {@code takt.history.days}, 30 by default. On PostgreSQL the history is
 * partitioned by the day (UTC) on which tasks ended; partitions are made a week ahead and dropped when they are too old.
 * H2 deletes rows. What hangs on a forgotten task (attempts, labels) goes after it.
 *
 * <p>What is too old, the database's clock decides. Each step is a transaction of its own, and a large one several, so that no lock is held for long. On PostgreSQL one
 * node at a time does a step; the others leave it to that one. What a run does not finish, the next one does.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int DAYS_AHEAD = 7;
    private static final int HISTORY_DAYS = Integer.getInteger("takt.history.days", 30);
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern("'task_history_'yyyyMMdd");

    /** Rows that one statement deletes: well under a second, even on a slow disk. */
    static final int BATCH_ROWS = 5_000;

    /** Batches of a step in one run: a million rows each ten minutes, more than a cluster can make in that time. */
    private static final int BATCHES_MAX = 200;

    /**
     * Rows of a table that may go.
     *
     * @param condition on the table as x, with one parameter
     * @param age what an index has in order; the oldest go first
     */
    private record Old(String table, String condition, String age) {
        /** PostgreSQL limits no delete, and H2 would look for the chosen rows again for each row. */
        String delete(boolean postgreSql) {
            return postgreSql
                    ? "delete from " + table + " where ctid = any(array(select x.ctid from " + table + " x where "
                            + condition + " order by " + age + " limit ?))"
                    : "delete from " + table + " x where " + condition + " fetch first ? rows only";
        }
    }

    private static final Old KEYS = new Old("task_key", "x.expires_at < ?", "x.expires_at");
    private static final Old NODES = new Old("node", "x.renewed_at < ?", "x.renewed_at");
    private static final Old COUNTS = new Old("task_count", "x.at_minute < ?", "x.at_minute");

    /** H2 only. */
    private static final Old HISTORY = new Old("task_history", "x.ended_at < ?", "x.ended_at");

    private static final String NOTHING_IS_KNOWN =
            """
             and not exists (select 1 from task t where t.id = x.task)
            and not exists (select 1 from task_history h where h.id = x.task)""";

    /** A task may end long after its first attempts did: they stay for as long as anything is known of the task. */
    private static final Old ATTEMPTS = new Old("attempt", "x.ended_at < ?" + NOTHING_IS_KNOWN, "x.ended_at");

    /** Labels carry no time of their own, but a task's id has the time of its submission. */
    private static final Old LABELS = new Old("task_label", "x.task < ?" + NOTHING_IS_KNOWN, "x.task");

    private static final int NODE_DAYS = 7;
    private static final int COUNT_DAYS = 3_650;

    /** How long counts stand by minute: longer than any chart, and than any clock is wrong. */
    private static final int COUNT_MINUTES_DAYS = 2;

    /** How long counts stand by day at least; then by month. */
    private static final int COUNT_DAYS_DAYS = 60;

    /** Days, or months, of counts that one run folds: after a long pause the next runs do the others. */
    private static final int FOLDS_MAX = 31;

    private static final String LOCK_STEP = "select pg_try_advisory_xact_lock(hashtext('takt_retention'))";
    private static final String LOCK_PARTITIONS = "select pg_advisory_xact_lock(hashtext('takt_history_partitions'))";

    /**
     * A drop needs the history for itself, and whoever ends a task waits behind it: it gives up before anybody notices,
     * and is tried again in the next run.
     */
    private static final String LIMIT_LOCK_WAIT = "set local lock_timeout = '500ms'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String PARTITIONS =
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = cast('task_history' as regclass) order by c.relname""";

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
            if (Database.isPostgreSql(connection)) {
                makePartitions(connection, now(connection).toLocalDate());
            }
            return null;
        });
    }

    /** Makes room, and forgets what is too old. */
    public void run() {
        prepare();
        OffsetDateTime now = database.query(Retention::now);
        LocalDate oldest = now.toLocalDate().minusDays(HISTORY_DAYS);
        OffsetDateTime oldestEnd = oldest.atStartOfDay().atOffset(ZoneOffset.UTC);
        boolean partitioned = database.isPostgreSql();
        delete(KEYS, now);
        delete(NODES, now.minusDays(NODE_DAYS));
        delete(COUNTS, now.minusDays(COUNT_DAYS));
        fold(CountRows::foldDay, now.toLocalDate().minusDays(COUNT_MINUTES_DAYS));
        fold(CountRows::foldMonth, now.toLocalDate().minusDays(COUNT_DAYS_DAYS).withDayOfMonth(1));
        if (!partitioned) {
            delete(HISTORY, oldestEnd);
        }
        delete(ATTEMPTS, oldestEnd);
        delete(LABELS, TaskIds.floor(oldestEnd.toInstant()));
        if (partitioned) {
            dropPartitions(oldest);
        }
    }

    /** By the database's clock: a node's, set wrongly, must not drop what is recent. */
    private static OffsetDateTime now(Connection connection) throws SQLException {
        return DatabaseClock.now(connection).atOffset(ZoneOffset.UTC);
    }

    /** From yesterday (owners' clocks may be behind) to a week ahead. Several nodes may do this at once. */
    private static void makePartitions(Connection connection, LocalDate today) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK_PARTITIONS);
            for (LocalDate day = today.minusDays(1); day.isBefore(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
                statement.execute("create table if not exists " + PARTITION.format(day)
                        + " partition of task_history for values from ('" + day + " 00:00:00+00') to ('"
                        + day.plusDays(1) + " 00:00:00+00')");
            }
        }
    }

    /** Deletes what is below a limit, in batches. */
    private void delete(Old old, Object limit) {
        int deleted = BATCH_ROWS;
        for (int batch = 0; batch < BATCHES_MAX && deleted == BATCH_ROWS; batch++) {
            deleted = database.inTransaction(connection -> {
                if (!isMine(connection)) {
                    return 0;
                }
                try (PreparedStatement statement =
                        connection.prepareStatement(old.delete(Database.isPostgreSql(connection)))) {
                    statement.setObject(1, limit);
                    statement.setInt(2, BATCH_ROWS);
                    return statement.executeUpdate();
                }
            });
        }
    }

    /** Folds counts, a day or a month in a transaction. */
    private void fold(Fold step, LocalDate before) {
        boolean more = true;
        for (int fold = 0; fold < FOLDS_MAX && more; fold++) {
            more = database.inTransaction(connection -> isMine(connection) && step.next(connection, before));
        }
    }

    /** Folds the counts of the oldest day, or month; false when there was none. */
    private interface Fold {
        boolean next(Connection connection, LocalDate before) throws SQLException;
    }

    /** Whether no other node is at it, until the transaction ends. H2 has one node, or settles it by its row locks. */
    private static boolean isMine(Connection connection) throws SQLException {
        if (!Database.isPostgreSql(connection)) {
            return true;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCK_STEP)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void dropPartitions(LocalDate oldest) {
        for (String partition : database.query(connection -> partitionsBefore(connection, oldest))) {
            try {
                database.inTransaction(connection -> {
                    dropPartition(connection, partition);
                    return null;
                });
            } catch (TaktException.Busy refused) {
                if (refused.getCause() instanceof SQLException cause
                        && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                    LOG.debugf("The history is in use; %s is dropped in the next run.", partition);
                    return;
                }
                throw refused;
            }
            LOG.infof("The history of %s is older than %d days and was dropped.", partition, HISTORY_DAYS);
        }
    }

    private static List<String> partitionsBefore(Connection connection, LocalDate oldest) throws SQLException {
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
        return old;
    }

    /** Another node may have dropped it since it was listed. */
    private static void dropPartition(Connection connection, String partition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIMIT_LOCK_WAIT);
            statement.execute(LOCK_PARTITIONS);
            statement.execute("drop table if exists " + partition);
        }
    }
}
