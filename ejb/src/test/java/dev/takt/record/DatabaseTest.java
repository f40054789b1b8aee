package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a transaction. */
class DatabaseTest {
    static Stream<Database> databases() {
        return Stream.of(TestDatabase.h2().database(), TestDatabase.postgres().database());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingIsKeptOfWhatAnErrorBrokeOff(Database database) {
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    insert(connection);
                    throw new NoClassDefFoundError("a class");
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(rows(database)).isZero();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingIsKeptWithoutTraceHoweverItEnds(Database database) {
        database.withoutTrace(DatabaseTest::insert);
        assertThat(rows(database)).isZero();

        assertThatThrownBy(() -> database.withoutTrace(stage -> {
                    insert(stage);
                    throw new NoClassDefFoundError("a class");
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(rows(database)).isZero();
    }

    private static void insert(Database stage) {
        stage.inTransaction(connection -> {
            insert(connection);
            return null;
        });
        assertThat(rows(stage)).as("seen by itself").isOne();
    }

    private static void insert(Connection connection) throws SQLException {
        TestDatabase.execute(
                connection,
                "insert into task_key (client_key, task, expires_at)"
                        + " values ('k', '00000000-0000-0000-0000-000000000001', current_timestamp)");
    }

    private static long rows(Database database) {
        return database.query(connection -> {
            try (var statement = connection.createStatement();
                    var count = statement.executeQuery("select count(*) from task_key")) {
                count.next();
                return count.getLong(1);
            }
        });
    }
}
