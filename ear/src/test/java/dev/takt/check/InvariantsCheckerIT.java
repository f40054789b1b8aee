package dev.takt.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the checker finds what nothing else would show; it needs no server. */
class InvariantsCheckerIT {
    private static final String NOON = "2027-03-01 12:00:00+00";
    private static final String ONE = "2027-03-01 13:00:00+00";
    private static final String A = "018bcfe5-6800-7000-8000-00000000000a";
    private static final String B = "018bcfe5-6800-7000-8000-00000000000b";

    /** The first token of epoch 1, and that of epoch 2. */
    private static final long EARLIER = (1L << 40) + 1;

    private static final long LATER = (2L << 40) + 1;

    @TempDir
    private Path folder;

    private Connection connection;
    private int nodeCrashes;

    @BeforeEach
    void openAnEmptyRecord() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:db/migration/common", "classpath:db/migration/h2")
                .load()
                .migrate();
        connection = DriverManager.getConnection(url, "sa", "");
        execute("update pool_lease set epoch = 2");
    }

    @AfterEach
    void close() throws SQLException {
        execute("shutdown");
    }

    @Test
    void aSoundRecordViolatesNothing() throws Exception {
        nodeCrashes = 1;
        wrote("START", A, 1, EARLIER);
        attempted(A, 1, EARLIER);
        wrote("START", A, 2, LATER);
        wrote("END", A, 2, LATER);
        hasSucceeded(A, 2, LATER, "lost = 1, client_key = 'k'");
        waits(B);
        assertThat(violations(Map.of("k", A))).isEmpty();
    }

    @Test
    void aKeyHasOneTask() throws Exception {
        hasEnded(A, "client_key = 'k'");
        hasEnded(B, "client_key = 'k'");
        assertThat(violations()).singleElement().asString().startsWith("1: key k has the tasks [");
    }

    @Test
    void aKeyHasTheTaskThatWasAcknowledged() throws Exception {
        hasEnded(A);
        hasEnded(B, "client_key = 'k'");
        assertThat(violations(Map.of("k", A)))
                .containsExactly("1: key k was acknowledged as " + A + ", the record has [" + B + "].");
    }

    @Test
    void whatWasAcknowledgedEnds() throws Exception {
        waits(A, "client_key = 'k'");
        assertThat(violations(Map.of("k", A))).containsExactly("2: " + A + " was acknowledged and has not ended.");
    }

    @Test
    void aTaskEndsOnce() throws Exception {
        hasEnded(A, "ended_at = '" + NOON + "'");
        hasEnded(A);
        assertThat(violations()).containsExactly("3: " + A + " ended 2 times.");
    }

    @Test
    void whatHasEndedWaitsNoMore() throws Exception {
        hasEnded(A);
        waits(A);
        assertThat(violations()).containsExactly("3: " + A + " has ended and is still waiting or running.");
    }

    @Test
    void whatHasEndedIsCounted() throws Exception {
        hasEnded(A);
        assertThat(check(Map.of())).containsExactly("3: queue default counts 0 CANCELLED, the history has 1.");
    }

    @Test
    void whatIsCountedHasEnded() throws Exception {
        execute("insert into task_count values ('default', '" + NOON + "', 'FAILED', 1)");
        assertThat(check(Map.of())).containsExactly("3: queue default counts 1 FAILED, the history has 0.");
    }

    @Test
    void tokensRiseFromStartToStart() throws Exception {
        wrote("START", A, 1, LATER);
        wrote("START", A, 2, EARLIER);
        assertThat(violations())
                .containsExactly("4: " + A + " started with token " + EARLIER + " after " + LATER + ".");
    }

    @Test
    void tokensRiseFromAttemptToAttempt() throws Exception {
        attempted(A, 1, LATER);
        hasEnded(A, "attempt = 2, token = " + EARLIER);
        assertThat(violations())
                .containsExactly("4: attempt 2 of " + A + " has token " + EARLIER + ", the one before " + LATER + ".");
    }

    @Test
    void whatSucceedsIsTheLatestStart() throws Exception {
        wrote("START", A, 1, EARLIER);
        wrote("START", A, 2, LATER);
        wrote("END", A, 1, EARLIER);
        attempted(A, 2, LATER);
        hasSucceeded(A, 1, EARLIER);
        assertThat(violations())
                .containsExactly("4: " + A + " ended with token " + EARLIER + ", its latest start had " + LATER + ".");
    }

    @Test
    void whatSucceedsHasEndedInItsHandler() throws Exception {
        wrote("START", A, 1, EARLIER);
        hasSucceeded(A, 1, EARLIER);
        assertThat(violations())
                .containsExactly("4: " + A + " succeeded with token " + EARLIER + ", but no handler ended with it.");
    }

    @Test
    void nothingIsOfAnEpochThatIsYetToCome() throws Exception {
        execute("update pool_lease set epoch = 1");
        hasSucceeded(A, 1, LATER);
        assertThat(violations()).containsExactly("6: " + A + " carries epoch 2, the lease has reached 1.");
    }

    @Test
    void anAttemptStartsOnce() throws Exception {
        wrote("START", A, 1, EARLIER);
        wrote("START", A, 1, EARLIER);
        assertThat(violations()).containsExactly("8: " + A + " started twice with token " + EARLIER + ".");
    }

    @Test
    void whatStartsIsInTheRecord() throws Exception {
        wrote("START", A, 1, EARLIER);
        hasEnded(A);
        assertThat(violations())
                .containsExactly(
                        "8: " + A + " started with token " + EARLIER + ", of which the record keeps no attempt.");
    }

    @Test
    void attemptsAreLostOnlyWithTheirNodes() throws Exception {
        wrote("START", A, 1, EARLIER);
        attempted(A, 1, EARLIER);
        hasEnded(A, "lost = 1", "client_key = 'a'");
        assertThat(violations(Map.of("a", A))).containsExactly("8: " + A + " lost 1 attempts in 0 crashes.");
    }

    @Test
    void aTriggersDueTimeHasOneTask() throws Exception {
        isDue("trigger:cron-1", NOON);
        isDue("trigger:cron-1", ONE);
        isDue("trigger:cron-2", NOON);
        isDue("ann", NOON);
        isDue("ann", NOON);
        assertThat(violations()).isEmpty();

        isDue("trigger:cron-1", NOON);
        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("10: job nightly has 2 tasks of trigger:cron-1 for 2027-03-01");
    }

    private void isDue(String by, String due) throws SQLException {
        hasEnded(UUID.randomUUID().toString(), "job = 'nightly', submitted_by = '" + by + "', due_at = '" + due + "'");
    }

    @Test
    void aDrainLeavesNothingWaiting() throws Exception {
        waits(A, "state = 'READY'");
        assertThat(violations()).containsExactly("11: 1 tasks are READY after the drain.");
    }

    @Test
    void aDrainLeavesNothingRunning() throws Exception {
        waits(A, "state = 'RUNNING', attempt = 1, token = 1, node = 'n', started_at = current_timestamp");
        assertThat(violations()).containsExactly("11: 1 tasks are RUNNING after the drain.");
    }

    @Test
    void aDrainLeavesNothingInTheInbox() throws Exception {
        execute("insert into inbox values ('" + A + "', 'default', 'SUBMIT', '{}', null, 'ann', current_timestamp)");
        assertThat(violations()).containsExactly("11: the inbox holds 1 entries after the drain.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "queue", "pool"})
    void aChangeHasAnAuditRowOfItsKind(String table) throws Exception {
        execute("insert into job values ('default', 1, '{}', current_timestamp, 'takt')");
        execute("update " + table + " set changed_by = 'ann'");
        isAudited("node.changed");
        assertThat(violations()).containsExactly("12: " + table + " default was changed by ann without an audit row.");

        isAudited(table + ".changed");
        assertThat(violations()).isEmpty();
    }

    private void isAudited(String action) throws SQLException {
        execute("insert into audit values ('" + UUID.randomUUID() + "', current_timestamp, 'ann', null, '" + action
                + "', 'default', null)");
    }

    /** A task of the history, cancelled before it started, but for what is said. */
    private void hasEnded(String id, String... facts) throws SQLException {
        row("task_history", "ended_at", "current_timestamp", id, "CANCELLED", facts);
    }

    private void hasSucceeded(String id, int attempt, long token, String... facts) throws SQLException {
        hasEnded(
                id, "state = 'SUCCEEDED', started_at = current_timestamp, attempt = " + attempt + ", token = " + token);
        change("task_history", id, facts);
    }

    /** A task that is due some day, but for what is said. */
    private void waits(String id, String... facts) throws SQLException {
        row("task", "rank", "0", id, "SCHEDULED", facts);
    }

    private void attempted(String id, int number, long token) throws SQLException {
        execute(
                "insert into attempt values ('%s', %d, %d, 'n', current_timestamp, current_timestamp, 'LOST', null, null)"
                        .formatted(id, number, token));
    }

    private void row(String table, String column, String value, String id, String state, String... facts)
            throws SQLException {
        execute(
                """
                insert into %s (id, pool, queue, state, priority, handler, submitted_by, submitted_at, timeout_ms,
                    attempts_max, backoff_ms, backoff_factor, backoff_max_ms, attempt, lost, stopped, %s)
                values ('%s', 'default', 'default', '%s', 0, 'noop', 'ann', current_timestamp, 0, 1, 0, 1, 0, 0, 0, 0, %s)"""
                        .formatted(table, column, id, state, value));
        change(table, id, facts);
    }

    private void change(String table, String id, String... facts) throws SQLException {
        for (String fact : facts) {
            execute("update " + table + " set " + fact + " where id = '" + id + "'");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void wrote(String what, String id, int attempt, long token) throws IOException {
        Files.writeString(
                handlers(),
                "%s %s %d %d%n".formatted(what, id, attempt, token),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private Path handlers() {
        return folder.resolve("handlers");
    }

    private List<String> violations() throws Exception {
        return violations(Map.of());
    }

    /** When all ends are counted. */
    private List<String> violations(Map<String, String> acknowledged) throws Exception {
        execute("delete from task_count");
        execute("insert into task_count select queue, min(ended_at), state, count(*) from task_history"
                + " group by queue, state");
        return check(acknowledged);
    }

    private List<String> check(Map<String, String> acknowledged) throws Exception {
        return new InvariantsChecker(connection, HandlerRecord.read(handlers())).check(acknowledged, nodeCrashes);
    }
}
