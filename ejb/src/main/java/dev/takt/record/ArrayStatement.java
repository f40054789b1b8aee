package dev.takt.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * A statement that joins arrays with the rows of a table, and finds these by their keys whatever the database believes of
 * the table's size. {@code $among{column}} is a condition that the rows meet anyway: the column's array, given once more.
 *
 * <p>PostgreSQL needs it. Analyzed in a moment when it is empty, a table is believed to be so, and reading its whole index to
 * be as cheap as looking one key up; a statement that is planned then reads, in the rush that follows, the entries of all
 * rows that were there since: 200 rows took two seconds among a million dead ones. H2 would try all keys for each row.
 */
final class ArrayStatement {
    private static final Pattern AMONG = Pattern.compile("\\$among\\{([a-z_.]+)}");

    private final String postgreSql;
    private final String h2;

    /** @param statement in which {@code ${expression}} stands for the time that an expression gives in microseconds */
    ArrayStatement(String statement) {
        String timed = ArrayParameters.withTimes(statement);
        this.postgreSql = AMONG.matcher(timed).replaceAll("$1 = any(?)");
        this.h2 = AMONG.matcher(timed).replaceAll("? is not null");
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        return connection.prepareStatement(Database.isPostgreSql(connection) ? postgreSql : h2);
    }

    /** As PostgreSQL takes it. */
    String postgreSql() {
        return postgreSql;
    }
}
