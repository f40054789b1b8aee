package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How PostgreSQL does an owner's statements when it believes that a table is empty. */
class PlansTest {
    private static final Database DATABASE = TestDatabase.postgres().database();

    static Stream<ArrayStatement> statements() {
        return Stream.of(
                TaskWriter.UPDATE_TASKS,
                TaskWriter.UPDATE_SLICES,
                TaskWriter.COPY_TO_HISTORY,
                TaskWriter.COUNT_ENDED,
                TriggerRows.MOVE_ON);
    }

    @BeforeEach
    void analyzeTheEmptyTables() {
        DATABASE.once(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("vacuum analyze task, task_count, job_trigger");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("statements")
    void rowsAreFoundByTheirKeysAndHashed(ArrayStatement statement) {
        String plan = DATABASE.inTransaction(connection -> plan(connection, statement));
        assertThat(plan)
                .containsPattern("Index Cond: .*= ANY")
                .contains("Hash")
                .doesNotContain("Nested Loop")
                .doesNotContain("Seq Scan");
    }

    private static String plan(Connection connection, ArrayStatement asked) throws SQLException {
        String numbered = asked.postgreSql();
        int parameters = 0;
        while (numbered.contains("?")) {
            numbered = numbered.replaceFirst("\\?", "\\$" + ++parameters);
        }
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            // As in wildfly-config, database.cli.
            statement.execute("set local enable_seqscan = off");
            statement.execute("set local enable_nestloop = off");
            statement.execute("set local plan_cache_mode = force_generic_plan");
            statement.execute("prepare asked as " + numbered);
            String nothing = String.join(", ", Collections.nCopies(parameters, "null"));
            try (var row = statement.executeQuery("explain execute asked (" + nothing + ")")) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
            statement.execute("deallocate asked");
        }
        return plan.toString();
    }
}
