package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaktException;
import dev.takt.core.task.TaskIds;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgArray;

class PostgreSqlRecordTest extends RecordContract {
    private TestDatabase postgres;

    @Override
    TestDatabase open() {
        postgres = TestDatabase.postgres();
        return postgres;
    }

    @Test
    void anOldPartitionIsDroppedOnceNobodyReadsTheHistory() throws SQLException {
        Retention retention = new Retention(postgres.database());
        try (var reader = postgres.dataSource().getConnection();
                var statement = reader.createStatement()) {
            statement.execute("create table task_history_20200101 partition of task_history"
                    + " for values from ('2020-01-01 00:00:00+00') to ('2020-01-02 00:00:00+00')");
            reader.setAutoCommit(false);
            statement.executeQuery("select count(*) from task_history").close();

            retention.run();
            assertThat(partitionExists()).isTrue();
            reader.commit();
        }

        retention.run();
        assertThat(partitionExists()).isFalse();
    }

    @Test
    void uuidsGoInTheirBinaryFormAndComeAsTheyWere() throws SQLException {
        UUID one = UUID.fromString("01234567-89ab-cdef-8123-456789abcdef");
        UUID other = UUID.fromString("fedcba98-7654-3210-fedc-ba9876543210");
        for (UUID[] ids : new UUID[][] {{one, null, other}, {one}, {null}, {}}) {
            Object read = postgres.database().once(connection -> {
                Array array = UuidArray.of(connection, ids);
                assertThat(((PgArray) array).isBinary()).isTrue();
                try (var statement = connection.prepareStatement("select cast(? as uuid array)")) {
                    statement.setArray(1, array);
                    try (var row = statement.executeQuery()) {
                        row.next();
                        return row.getArray(1).getArray();
                    }
                }
            });
            assertThat((UUID[]) read).containsExactly(ids);
        }
    }

    @Test
    void aFreshIdIsLookedUpInTheLatestPartitionsOnly() {
        postgres.database().inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "create table if not exists task_history_20210101 partition of task_history"
                                + " for values from ('2021-01-01 00:00:00+00') to ('2021-01-02 00:00:00+00')");
            }
        });

        UUID fresh = TaskIds.floor(Instant.now());
        assertThat(lockedBy(connection -> TaskReader.states(connection, List.of(fresh))))
                .contains("task_history")
                .doesNotContain("task_history_20210101");
        UUID old = TaskIds.floor(Instant.parse("2020-12-31T23:00:00Z"));
        assertThat(lockedBy(connection -> TaskReader.states(connection, List.of(fresh, old))))
                .contains("task_history_20210101");
    }

    /** The tables that a reading has to do with: PostgreSQL locks what it may read. */
    private List<String> lockedBy(Database.Work<?> reading) {
        return postgres.database().inTransaction(connection -> {
            reading.with(connection);
            List<String> tables = new ArrayList<>();
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select relation::regclass::text from pg_locks"
                            + " where locktype = 'relation' and pid = pg_backend_pid()")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            return tables;
        });
    }

    @Test
    @Timeout(30)
    void whoIsInAHurryGivesASilentConnectionUpAndFindsANewOne() throws Exception {
        PGSimpleDataSource server = (PGSimpleDataSource) postgres.dataSource();
        try (FadingNetwork network = new FadingNetwork(server.getPortNumbers()[0])) {
            PGSimpleDataSource faraway = new PGSimpleDataSource();
            faraway.setPortNumbers(new int[] {network.port()});
            faraway.setUser(server.getUser());
            faraway.setDatabaseName(server.getDatabaseName());
            Database database = new Database(faraway, null);
            Duration hurry = Duration.ofSeconds(2);

            assertThatThrownBy(() -> database.inTransaction(hurry, connection -> {
                        network.dropSilently();
                        return DatabaseClock.now(connection);
                    }))
                    .isInstanceOf(TaktException.Busy.class);
            assertThat(database.inTransaction(hurry, DatabaseClock::now)).isNotNull();
        }
    }

    private boolean partitionExists() {
        return postgres.database().query(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select to_regclass('task_history_20200101') is not null")) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }
}
