package dev.takt.record;

import dev.takt.api.TaktException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/**
 * The door to the record: a connection for the hot path's array statements, a stateless session for everything else.
 * Its transactions are its own and never part of a caller's JTA transaction (see {@code dev.takt.intake.Inbox} for that).
 */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);

    /** SQLSTATE of a unique constraint's violation, on PostgreSQL and H2. */
    private static final String DUPLICATE = "23505";

    /** SQLSTATE of a connection that its driver has closed. */
    private static final String CLOSED = "08003";

    /** When a caller should try again after the database could not be reached: about the length of a restart. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** No statement of the record's takes that long; a network that swallows packets must not hold a thread for ever. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    @Resource(lookup = "java:jboss/datasources/TaktRecordDS")
    private DataSource dataSource;

    @PersistenceUnit(unitName = "takt")
    private EntityManagerFactory entityManagerFactory;

    /** Null until it is asked for. */
    private volatile Boolean postgreSql;

    /** For the container. */
    protected Database() {}

    /** For use without a container. */
    public Database(DataSource dataSource, EntityManagerFactory entityManagerFactory) {
        this.dataSource = dataSource;
        this.entityManagerFactory = entityManagerFactory;
    }

    /** Where connections come from. */
    protected DataSource source() {
        return dataSource;
    }

    /** After how much silence a connection is given up. */
    protected Duration silenceMax() {
        return SILENCE_MAX;
    }

    private Connection connect() throws SQLException {
        return connect(silenceMax());
    }

    /**
     * A connection that gives up after this much silence; H2, which has no network, takes no notice.
     *
     * @throws SQLException when there is none within the pool's limit
     */
    private Connection connect(Duration silenceMax) throws SQLException {
        try {
            return connectOnce(silenceMax);
        } catch (SQLException dead) {
            if (!CLOSED.equals(dead.getSQLState())) {
                throw dead;
            }
            // All connections were cut off while nobody used them; the pool has thrown them away by now.
            return connectOnce(silenceMax);
        }
    }

    private Connection connectOnce(Duration silenceMax) throws SQLException {
        Connection connection = source().getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, (int) silenceMax.toMillis());
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /** Some statements on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Does some work in one transaction: committed when it returns, rolled back when it throws.
     *
     * @throws TaktException.Busy when the database cannot be reached; whether a commit under way happened is then unknown
     * @throws RecordException when the database refuses a statement
     */
    public <T> T inTransaction(Work<T> work) {
        return transact(silenceMax(), work);
    }

    /**
     * As {@link #inTransaction(Work)}, for what is in a hurry.
     *
     * @param silenceMax after how much silence the connection is given up
     */
    public <T> T inTransaction(Duration silenceMax, Work<T> work) {
        return transact(silenceMax, work);
    }

    /**
     * Does one statement, which is a transaction of its own and one journey to the database.
     *
     * @param silenceMax after how much silence the connection is given up
     */
    public <T> T once(Duration silenceMax, Work<T> work) {
        try (Connection connection = connect(silenceMax)) {
            try {
                return work.with(connection);
            } finally {
                restoreSilence(connection, silenceMax);
            }
        } catch (SQLException failure) {
            throw explain(failure);
        }
    }

    /** As {@link #once(Duration, Work)}, for what is in no hurry. */
    public <T> T once(Work<T> work) {
        return once(silenceMax(), work);
    }

    /** Does some reading in one transaction rather than one for each statement; each still sees what is committed then. */
    public <T> T read(Work<T> work) {
        return transact(silenceMax(), work);
    }

    private <T> T transact(Duration silenceMax, Work<T> work) {
        try (Connection connection = connect(silenceMax)) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            } finally {
                restoreAutoCommit(connection);
                restoreSilence(connection, silenceMax);
            }
        } catch (SQLException failure) {
            throw explain(failure);
        }
    }

    /** Does some reading, each statement seeing what is committed when it starts. */
    public <T> T query(Work<T> work) {
        return once(silenceMax(), work);
    }

    /** Whether it is PostgreSQL, rather than H2. */
    public boolean isPostgreSql() {
        if (postgreSql == null) {
            postgreSql = query(Database::isPostgreSql);
        }
        return postgreSql;
    }

    static boolean isPostgreSql(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /**
     * Opens a view of the record whose moment is still to be said.
     *
     * @throws TaktException.Busy when there is no connection
     */
    public Snapshot snapshot() {
        try {
            Connection connection = connect();
            try {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return new Snapshot(connection);
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw explain(failure);
        }
    }

    /**
     * Does some work of which nothing is kept and which nobody else sees: all its transactions are one, which is rolled back.
     *
     * @throws TaktException.Busy when the database cannot be reached
     * @throws RecordException when the database refuses a statement
     */
    public void withoutTrace(Consumer<Database> work) {
        inTransaction(connection -> {
            work.accept(new UncommittedDatabase(connection, this));
            connection.rollback();
            return null;
        });
    }

    /** A session on a connection that is somebody else's to commit and close. */
    public StatelessSession sessionOn(Connection connection) {
        return entityManagerFactory.unwrap(SessionFactory.class).openStatelessSession(connection);
    }

    /** Does some work with entities on a connection that is somebody else's to commit and close. */
    public <T> T inSessionOn(Connection connection, Function<StatelessSession, T> work) {
        try (StatelessSession session = sessionOn(connection)) {
            return work.apply(session);
        } catch (jakarta.persistence.PersistenceException failure) {
            throw explain(failure);
        }
    }

    /** Does some work with entities, in one transaction. */
    public <T> T inSession(Function<StatelessSession, T> work) {
        try {
            return entityManagerFactory.unwrap(SessionFactory.class).fromStatelessTransaction(work);
        } catch (jakarta.persistence.PersistenceException failure) {
            throw explain(failure);
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    /** A broken connection cannot be put back in order, and need not be: the pool discards it. */
    private static void restoreAutoCommit(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            LOG.debugf(broken, "A connection is discarded.");
        }
    }

    /** Entities and the security realm take connections from the same pool, and set no limit. */
    private void restoreSilence(Connection connection, Duration used) {
        if (used.equals(silenceMax())) {
            return;
        }
        try {
            connection.setNetworkTimeout(Runnable::run, (int) silenceMax().toMillis());
        } catch (SQLException broken) {
            LOG.debugf(broken, "A connection is discarded.");
        }
    }

    private static RuntimeException explain(jakarta.persistence.PersistenceException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return explain(sql);
            }
        }
        return failure;
    }

    /** Whether a unique constraint refused a row: somebody else has put it in, and has committed. */
    public static boolean isDuplicate(SQLException failure) {
        return DUPLICATE.equals(failure.getSQLState());
    }

    /** Tells a database that is out of reach (try again) from a statement that is wrong (a defect). */
    public static RuntimeException explain(SQLException failure) {
        if (isOutOfReach(failure)) {
            TaktException.Busy busy = TaktException.Busy.unavailable(
                    "The database cannot be reached now (" + firstLine(failure)
                            + "). Nothing was acknowledged; try again shortly.",
                    RETRY_AFTER);
            busy.initCause(failure);
            return busy;
        }
        return new RecordException("The database refused a statement: " + firstLine(failure), failure);
    }

    /**
     * SQLSTATE classes 08 (connection), 53 (resources) and 57 (operator), a lock that somebody holds for too long (55P03) and
     * a transaction that stood still for too long (25P03), H2's closed database, no state (the pool).
     */
    private static boolean isOutOfReach(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("55P03")
                || state.equals("25P03")
                || state.equals("90098")
                || state.equals("90121")
                || state.equals("90067");
    }

    private static String firstLine(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
