package dev.takt.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The database's clock, which decides what is over and what is too old. The nodes' clocks date what people read, so they
 * must be about right.
 */
public final class DatabaseClock {
    /** Far more than clocks differ that something keeps, and too little to put anything into a wrong day's history. */
    static final Duration APART_MAX = Duration.ofMinutes(1);

    private static final String NOW = "select current_timestamp";

    private DatabaseClock() {}

    /** The time at which the connection's transaction began. */
    public static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOW);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /**
     * Refuses a node whose clock is wrong.
     *
     * @param before what the node's clock said before the database was asked
     * @param database what the database said
     * @param after what the node's clock said when the answer was there
     * @throws IllegalStateException with a message that says what to do
     */
    public static void check(Instant before, Instant database, Instant after) {
        Duration ahead = Duration.between(database, before);
        Duration behind = Duration.between(after, database);
        boolean isAhead = ahead.compareTo(behind) > 0;
        Duration apart = isAhead ? ahead : behind;
        if (apart.compareTo(APART_MAX) > 0) {
            throw new IllegalStateException(
                    "This node's clock says %s, which is %d seconds %s the database's (%s); %d are allowed, so Takt does not start. Set the clock that is wrong, let NTP keep both, and start the server again."
                            .formatted(
                                    after,
                                    apart.toSeconds(),
                                    isAhead ? "ahead of" : "behind",
                                    database,
                                    APART_MAX.toSeconds()));
        }
    }
}
