package dev.takt.record;

import dev.takt.core.node.NodeFacts;
import dev.takt.record.row.NodeRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hibernate.StatelessSession;

/** The nodes as they report themselves. The database's clock decides whether a report is recent. */
public final class NodeRows {
    /** How long a node is believed without a report, in seconds: ten reports may fail. */
    public static final int TERM_SECONDS = 4;

    /**
     * How long a node that JGroups has lost is believed without a report, in milliseconds: one report may fail. A node
     * that is only cut off from the others goes on reporting to the record, and is left alone.
     */
    public static final int LOST_TERM_MILLIS = 650;

    /** Who has not been able to report for so long was cut off from the record: two reports may fail. */
    public static final long CONTACT_BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    /** How long a node must have been heard without a break before it may say that another is silent. */
    public static final long BURY_CONTACT_NANOS = TimeUnit.MILLISECONDS.toNanos(LOST_TERM_MILLIS + 1_000);

    private static final String PRESENT =
            """
            select id, name, slots, handlers, labels, weight, cpu_millis, memory_mb, cpu_load,
                draining from node
            where left_at is null and renewed_at >= current_timestamp - interval '%d' second"""
                    .formatted(TERM_SECONDS);

    private static final String RENEW =
            """
            update node set slots = ?, running = ?, stuck = ?, cpu_load = ?, memory_used = ?, memory_max = ?,
                handlers = ?, renewed_at = current_timestamp
            where id = ? and left_at is null""";

    private static final String SET_DRAINING =
            "update node set draining = ? where id = ? and left_at is null and draining <> ?";

    private static final String BURY =
            """
            update node set left_at = current_timestamp
            where id = ? and left_at is null and renewed_at < current_timestamp - interval '%s' second"""
                    .formatted(LOST_TERM_MILLIS / 1000.0);

    private static final String IS_THERE = "select 1 from node where id = ? and left_at is null";

    private static final String RETURN =
            """
            update node set left_at = null, renewed_at = current_timestamp where id = ? and not stopped
            and not exists (select 1 from node later where later.name = node.name and later.started_at > node.started_at)""";

    private static final String DRAINING = "select draining from node where id = ?";

    private static final String LEAVE =
            "update node set left_at = current_timestamp, stopped = true where id = ? and left_at is null";

    private static final String LEAVE_EARLIER_LIVES =
            """
            update node set left_at = current_timestamp where name = ? and id <> ? and left_at is null""";

    private static final String STOPPED = "select id from node where id = any(?) and stopped";

    private static final String SILENT = "select id from node where id = any(?) and left_at is null";

    private NodeRows() {}

    /** What changes from report to report. */
    public record Load(
            int slots, int running, int stuck, double cpuLoad, long memoryUsed, long memoryMax, Set<String> handlers) {}

    /** The nodes that are there. */
    public static List<NodeFacts> present(Connection connection) throws SQLException {
        List<NodeFacts> nodes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PRESENT);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                nodes.add(new NodeFacts(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        names(row.getString(4)),
                        Labels.read(row.getString(5)),
                        row.getInt(6),
                        row.getInt(7),
                        row.getInt(8),
                        row.getDouble(9),
                        row.getBoolean(10)));
            }
        }
        return nodes;
    }

    /** Which of these nodes stopped in good order. */
    public static Set<String> stopped(Connection connection, Set<String> ids) throws SQLException {
        return among(connection, STOPPED, ids);
    }

    /** Which of these nodes have not left, though they may not have reported for long. */
    public static Set<String> silent(Connection connection, Set<String> ids) throws SQLException {
        return among(connection, SILENT, ids);
    }

    private static Set<String> among(Connection connection, String query, Set<String> ids) throws SQLException {
        Set<String> found = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("varchar", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    /** A server has begun a new life: the earlier ones are over. */
    public static void leaveEarlierLives(Connection connection, String name, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LEAVE_EARLIER_LIVES)) {
            statement.setString(1, name);
            statement.setString(2, id);
            statement.executeUpdate();
        }
    }

    /** False when the row says that this incarnation is over. */
    public static boolean renew(Connection connection, String id, Load load) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setInt(1, load.slots());
            statement.setInt(2, load.running());
            statement.setInt(3, load.stuck());
            statement.setDouble(4, load.cpuLoad());
            statement.setLong(5, load.memoryUsed());
            statement.setLong(6, load.memoryMax());
            statement.setString(7, String.join(" ", load.handlers()));
            statement.setString(8, id);
            return statement.executeUpdate() == 1;
        }
    }

    /** Gives a node no new tasks, or gives it some again; false when that is so already, or when the node has left. */
    public static boolean setDraining(Connection connection, String id, boolean draining) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_DRAINING)) {
            statement.setBoolean(1, draining);
            statement.setString(2, id);
            statement.setBoolean(3, draining);
            return statement.executeUpdate() == 1;
        }
    }

    /** Declares a node that JGroups has lost to be gone, unless it goes on reporting; whether it is gone. */
    public static boolean bury(Connection connection, String id) throws SQLException {
        try (PreparedStatement bury = connection.prepareStatement(BURY)) {
            bury.setString(1, id);
            bury.executeUpdate();
        }
        return isGone(connection, id);
    }

    /** Whether a node has left, or was declared gone. */
    public static boolean isGone(Connection connection, String id) throws SQLException {
        try (PreparedStatement isThere = connection.prepareStatement(IS_THERE)) {
            isThere.setString(1, id);
            try (ResultSet row = isThere.executeQuery()) {
                return !row.next();
            }
        }
    }

    /** A node that was declared gone is there after all; false when a later life of the same server is there. */
    public static boolean comeBack(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RETURN)) {
            statement.setString(1, id);
            return statement.executeUpdate() == 1;
        }
    }

    /** Whether a node is given no new tasks; false for one that is not known. */
    public static boolean isDraining(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DRAINING)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    public static void leave(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    /** Nodes that were there after a time, the latest first. */
    public static List<NodeRow> since(StatelessSession session, Instant since) {
        return session.createSelectionQuery(
                        "from NodeRow where renewedAt >= :since order by startedAt desc", NodeRow.class)
                .setParameter("since", since)
                .list();
    }

    public static Set<String> names(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }
}
