package dev.takt.own;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.takt.api.TaskReceipt;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Work that goes into the inbox because no owner can be reached. */
class SubmissionsTest {
    private static final long LIMIT_SECONDS = 20;

    @Test
    void twoSubmissionsOfOneKeyAtOnceMakeOneTaskOnPostgreSql() throws Exception {
        bothAreAnsweredWithOneTask(TestDatabase.postgres(), "select count(*) from pg_locks where not granted");
    }

    @Test
    void twoSubmissionsOfOneKeyAtOnceMakeOneTaskOnH2() throws Exception {
        bothAreAnsweredWithOneTask(
                TestDatabase.h2(),
                "select count(*) from information_schema.sessions where session_id <> session_id()"
                        + " and lower(executing_statement) like '%insert into inbox%'");
    }

    private static void bothAreAnsweredWithOneTask(TestDatabase test, String waiting) throws Exception {
        TaskSpec first = aTask().keyed("twin").spec();
        TaskSpec second = aTask().keyed("twin").spec();
        TaskSpec other = aTask().keyed("other").spec();
        CompletableFuture<List<TaskReceipt>> answer;
        try (Connection connection = test.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Submissions.throughInbox(connection, List.of(first));
            answer = CompletableFuture.supplyAsync(
                    () -> Submissions.throughInbox(test.database(), List.of(other, second)));
            Awaitility.await("the second has looked its key up, and is about to use it")
                    .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                    .until(() -> count(connection, waiting) > 0);
            connection.commit();
        }

        assertThat(answer.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .extracting(TaskReceipt::id, TaskReceipt::existing)
                .containsExactly(
                        tuple(other.id().toString(), false), tuple(first.id().toString(), true));
        try (Connection connection = test.dataSource().getConnection()) {
            assertThat(count(connection, "select count(*) from inbox")).isEqualTo(2);
        }
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
