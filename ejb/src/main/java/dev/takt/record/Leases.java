package dev.takt.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who owns a pool. The database's clock decides; an epoch never returns. Losing a race is an outcome: an empty or false
 * answer, not an exception.
 */
public final class Leases {
    /** How long an owner is believed without a renewal, in seconds: of its renewals, about one a second, one may fail. */
    public static final int TERM_SECONDS = 3;

    private static final String OVER =
            "owner is null or renewed_at < current_timestamp - interval '%d' second ".formatted(TERM_SECONDS)
                    + "or exists (select 1 from node where node.id = owner and left_at is not null)";

    private static final String READ = "select owner, owner_name, epoch, (" + OVER + ") from pool_lease where pool = ?";

    /**
     * A lease whose owner has the same server name belonged to an earlier life of this very server. A node that was taken
     * for dead, or whose server has a later life, takes nothing before it has come back.
     */
    private static final String TAKE =
            """
            update pool_lease set owner = ?, owner_name = ?, epoch = epoch + 1, renewed_at = current_timestamp
            where pool = ? and (owner_name = ? or %s)
            and not exists (select 1 from node me where me.id = ? and me.left_at is not null)"""
                    .formatted(OVER);

    private static final String EPOCH = "select epoch from pool_lease where pool = ? and owner = ?";

    static final String RENEW =
            """
            update pool_lease set renewed_at = current_timestamp where pool = ? and owner = ? and epoch = ?""";

    private static final String RELEASE =
            """
            update pool_lease set owner = null, owner_name = null where pool = ? and owner = ? and epoch = ?""";

    private static final String WITHOUT_OWNER =
            """
            select pool from pool_lease where %s order by pool""".formatted(OVER);

    private Leases() {}

    /**
     * Who owns a pool.
     *
     * @param owner the owning node's id; null when the pool was given up
     * @param over whether another node may take the pool: it was given up, its owner has left or was found dead, or has
     *     not renewed the lease for {@value #TERM_SECONDS} seconds
     */
    public record Lease(String owner, String ownerName, long epoch, boolean over) {}

    /** Who owns a pool; null when there is no such pool. */
    public static Lease read(Connection connection, String pool) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, pool);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Lease(row.getString(1), row.getString(2), row.getLong(3), row.getBoolean(4))
                        : null;
            }
        }
    }

    /** Tries to become the owner; the new epoch, or empty when somebody else owns the pool. */
    public static OptionalLong take(Connection connection, String pool, String node, String nodeName)
            throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(TAKE);
                PreparedStatement epoch = connection.prepareStatement(EPOCH)) {
            take.setString(1, node);
            take.setString(2, nodeName);
            take.setString(3, pool);
            take.setString(4, nodeName);
            take.setString(5, node);
            if (take.executeUpdate() == 0) {
                return OptionalLong.empty();
            }
            epoch.setString(1, pool);
            epoch.setString(2, node);
            try (ResultSet row = epoch.executeQuery()) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        }
    }

    /** The check with which every transaction of an owner begins; holds the row until the transaction ends. */
    public static boolean renew(Connection connection, String pool, String node, long epoch) throws SQLException {
        return change(connection, RENEW, pool, node, epoch);
    }

    /** Gives the pool up, so that another node need not wait for the end of the term. */
    public static boolean release(Connection connection, String pool, String node, long epoch) throws SQLException {
        return change(connection, RELEASE, pool, node, epoch);
    }

    /** The pools that anybody may take: those whose lease is over. */
    public static List<String> withoutOwner(Connection connection) throws SQLException {
        List<String> pools = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(WITHOUT_OWNER);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                pools.add(row.getString(1));
            }
        }
        return pools;
    }

    private static boolean change(Connection connection, String sql, String pool, String node, long epoch)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, pool);
            statement.setString(2, node);
            statement.setLong(3, epoch);
            return statement.executeUpdate() == 1;
        }
    }
}
