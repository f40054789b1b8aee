package dev.takt.record;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

/** A fresh, migrated database for a test class. One embedded PostgreSQL serves all of them. */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    private final DataSource dataSource;
    private final Database database;

    /** @param migrating gives connections that close for good, as a pool's do in time, and take with them what hangs on them */
    private TestDatabase(DataSource dataSource, DataSource migrating) {
        this.dataSource = dataSource;
        Migrations.run(migrating);
        EntityManagerFactory factory = Persistence.createEntityManagerFactory(
                "takt",
                Map.of(
                        "jakarta.persistence.nonJtaDataSource",
                        dataSource,
                        "hibernate.transaction.jta.platform",
                        "org.hibernate.engine.transaction.jta.platform.internal.NoJtaPlatform"));
        this.database = new Database(dataSource, factory);
        new Retention(database).prepare();
    }

    public static TestDatabase h2() {
        JdbcDataSource unpooled = new JdbcDataSource();
        unpooled.setURL("jdbc:h2:mem:takt" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        unpooled.setUser("sa");
        unpooled.setPassword("");
        return new TestDatabase(JdbcConnectionPool.create(unpooled), unpooled);
    }

    public static synchronized TestDatabase postgres() {
        try {
            if (postgres == null) {
                postgres = EmbeddedPostgres.builder().start();
                Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::close));
            }
            String name = "takt" + COUNT.incrementAndGet();
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            DataSource unpooled = postgres.getDatabase("postgres", name);
            return new TestDatabase(unpooled, unpooled);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void close() {
        try {
            postgres.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Does one statement that changes rows, and says how many. */
    public static int execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    public Database database() {
        return database;
    }

    public DataSource dataSource() {
        return dataSource;
    }
}
