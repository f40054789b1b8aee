package dev.takt.record;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * An array of UUIDs as a parameter. PostgreSQL's driver sends arrays of numbers and texts in their binary form, but writes
 * those of UUIDs as one text, which the server takes apart again: a tenth of what a task costs. Here they are binary too.
 */
final class UuidArray {
    /** Whether the driver's classes are there; a server that has H2 alone has none. */
    private static final boolean DRIVER = isDriverThere();

    private UuidArray() {}

    static Array of(Connection connection, Collection<UUID> ids) throws SQLException {
        return of(connection, ids.toArray(UUID[]::new));
    }

    /** The ids of some rows, in their order. */
    static <R> Array of(Connection connection, List<R> rows, Function<R, UUID> id) throws SQLException {
        return of(connection, ArrayParameters.column(rows, id, UUID[]::new));
    }

    static Array of(Connection connection, UUID... ids) throws SQLException {
        return DRIVER && PostgreSql.isOf(connection)
                ? PostgreSql.array(connection, ids)
                : connection.createArrayOf("uuid", ids);
    }

    private static boolean isDriverThere() {
        try {
            Class.forName("org.postgresql.jdbc.PgArray", false, UuidArray.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Of a class of its own: it is loaded only where the driver is. */
    private static final class PostgreSql {
        private static final int HEADER_BYTES = 20;
        private static final int LENGTH_BYTES = 4;

        /** Not when the database is another, or the server's driver is not the one whose classes are seen here. */
        static boolean isOf(Connection connection) throws SQLException {
            return connection.isWrapperFor(BaseConnection.class);
        }

        /** What the server's {@code array_recv} reads: dimensions, flags, the type; length and first index; then each element after its length. */
        static Array array(Connection connection, UUID... ids) throws SQLException {
            boolean nulls = false;
            int bytes = HEADER_BYTES;
            for (UUID id : ids) {
                nulls |= id == null;
                bytes += LENGTH_BYTES + (id == null ? 0 : 2 * Long.BYTES);
            }
            ByteBuffer array = ByteBuffer.allocate(bytes);
            array.putInt(1)
                    .putInt(nulls ? 1 : 0)
                    .putInt(Oid.UUID)
                    .putInt(ids.length)
                    .putInt(1);
            for (UUID id : ids) {
                if (id == null) {
                    array.putInt(-1);
                } else {
                    array.putInt(2 * Long.BYTES)
                            .putLong(id.getMostSignificantBits())
                            .putLong(id.getLeastSignificantBits());
                }
            }
            return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, array.array());
        }
    }
}
