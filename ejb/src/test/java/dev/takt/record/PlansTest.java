package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        String plan = DATABASE.once(connection -> plan(connection, statement.postgreSql()));
        assertThat(plan)
                .containsPattern("Index Cond: .*= ANY")
                .contains("Hash")
                .doesNotContain("Nested Loop")
                .doesNotContain("Seq Scan");
    }

    /** Whichever of the two were hashed: rows in the order of their ids go to the ends of the indexes. */
    @Test
    void tasksAreInsertedInTheirOrder() {
        String plan = DATABASE.once(connection -> plan(connection, TaskWriter.INSERT_TASKS));
        assertThat(plan)
                .containsPattern("Hash Join[^\\n]*\\n[^\\n]*\\n *->  Function Scan on s ")
                .doesNotContain("Nested Loop");
    }

    /** A take-over reads those of its pool, not of all. */
    @Test
    void countsAreFoundByTheirQueues() {
        String plan = DATABASE.once(connection -> plan(connection, CountRows.TOTALS));
        assertThat(plan).containsPattern("Index Cond: .*= ANY");
    }

    /** What an owner's connection begins with. */
    private static String ownersBegin() {
        try {
            String script = Files.readString(Path.of("../wildfly-config/src/main/cli/database.cli"));
            Matcher begin = Pattern.compile("takt\\.db\\.owner\\.begin\\.postgresql:add\\(value=\"([^\"]+)\"\\)")
                    .matcher(script);
            assertThat(begin.find()).isTrue();
            return begin.group(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String plan(Connection connection, String asked) throws SQLException {
        String numbered = asked;
        int parameters = 0;
        while (numbered.contains("?")) {
            numbered = numbered.replaceFirst("\\?", "\\$" + ++parameters);
        }
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            statement.execute(ownersBegin());
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("prepare asked as " + numbered);
            String nothing = String.join(", ", Collections.nCopies(parameters, "null"));
            try (var row = statement.executeQuery("explain execute asked (" + nothing + ")")) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }
}
