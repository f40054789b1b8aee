package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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
