package dev.takt.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the checker finds what nothing else would show; it needs no server. */
class InvariantsCheckerIT {
    private static final String NOON = "2027-03-01 12:00:00+00";
    private static final String ONE = "2027-03-01 13:00:00+00";

    private Connection connection;

    @BeforeEach
    void openAnEmptyRecord() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:db/migration/common", "classpath:db/migration/h2")
                .load()
                .migrate();
        connection = DriverManager.getConnection(url, "sa", "");
    }

    @AfterEach
    void close() throws SQLException {
        connection.createStatement().execute("shutdown");
    }

    @Test
    void aTriggersDueTimeHasOneTask() throws SQLException {
        hasEnded("nightly", "trigger:cron-1", NOON);
        hasEnded("nightly", "trigger:cron-1", ONE);
        hasEnded("nightly", "trigger:cron-2", NOON);
        hasEnded("nightly", "ann", NOON);
        hasEnded("nightly", "ann", NOON);
        assertThat(violations()).isEmpty();

        hasEnded("nightly", "trigger:cron-1", NOON);
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("10: job nightly has 2 tasks of trigger:cron-1 for 2027-03-01");
    }

    private void hasEnded(String job, String by, String due) throws SQLException {
        try (var insert = connection.prepareStatement("insert into task_history (id, pool, queue, state, priority, job,"
                + " job_version, handler, submitted_by, submitted_at, due_at, timeout_ms, attempts_max, backoff_ms,"
                + " backoff_factor, backoff_max_ms, attempt, lost, stopped, ended_at) values (?, 'default', 'default',"
                + " 'CANCELLED', 0, ?, 1, 'noop', ?, current_timestamp, cast(? as timestamp with time zone), 0, 1, 0,"
                + " 1, 0, 0, 0, 0, current_timestamp)")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, job);
            insert.setString(3, by);
            insert.setString(4, due);
            insert.executeUpdate();
        }
    }

    /** Nobody counts these tasks: that is another invariant. */
    private List<String> violations() throws SQLException {
        return new InvariantsChecker(connection, new HandlerRecord(Map.of(), Map.of()))
                .check(Map.of(), 0).stream()
                        .filter(violation -> !violation.startsWith("3: queue "))
                        .toList();
    }
}
