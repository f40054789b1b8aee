package dev.takt.record;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A view of the record as it is at one moment, for reading that may take long. It holds a connection until it is read or
 * closed.
 */
public final class Snapshot implements AutoCloseable {
    private final Connection connection;
    private boolean closed;

    /** @param connection with a repeatable view, in which nothing has been asked yet */
    Snapshot(Connection connection) {
        this.connection = connection;
    }

    /** Makes this the moment: the first look at any table is what fixes the view. */
    public void fix() {
        try (var first = connection.createStatement()) {
            first.execute("select 1 from pool_lease");
        } catch (SQLException failure) {
            throw Database.explain(failure);
        }
    }

    /** Reads once, and closes. */
    public <T> T read(Database.Work<T> reading) {
        try {
            return reading.with(connection);
        } catch (SQLException failure) {
            throw Database.explain(failure);
        } finally {
            close();
        }
    }

    /** Gives the connection back, if that has not been done; a broken one is discarded by its pool. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Connection back = connection) {
            back.rollback();
            back.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            back.setAutoCommit(true);
        } catch (SQLException broken) {
            org.jboss.logging.Logger.getLogger(Snapshot.class).debugf(broken, "A connection is discarded.");
        }
    }
}
