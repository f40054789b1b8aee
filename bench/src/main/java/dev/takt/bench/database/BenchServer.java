package dev.takt.bench.database;

import dev.takt.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one PostgreSQL of all contestants. Every setting is as delivered but the number of connections; each contestant has a new
 * database on it in each round.
 */
public final class BenchServer implements AutoCloseable {
    /** What decides about durability and speed, told with the results. */
    private static final String[] SETTINGS = {
        "fsync", "synchronous_commit", "full_page_writes", "wal_level", "wal_sync_method", "shared_buffers",
        "max_wal_size", "checkpoint_timeout", "work_mem", "max_connections", "autovacuum", "jit"
    };

    private static final String LET_OWNER_IN = "host all takt 127.0.0.1/32 scram-sha-256%n".formatted();

    private final Path folder;
    private final PostgresServer server;

    /**
     * A server, not yet started.
     *
     * @param folder where its data are; kept between runs, the databases are not
     */
    public BenchServer(Path folder) {
        this.folder = folder;
        this.server = new PostgresServer(folder, "127.0.0.1", 0);
    }

    /** Starts it; lets its one user make databases, at the first start. */
    public void start() throws IOException, SQLException {
        server.start();
        Path rules = folder.resolve("data/pg_hba.conf");
        if (Files.readString(rules).contains(LET_OWNER_IN)) {
            return;
        }
        // For this one statement the superuser may come in from this host without a password.
        Files.writeString(rules, "host postgres postgres 127.0.0.1/32 trust%n".formatted());
        reload();
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("alter role takt createdb");
            statement.execute("grant pg_monitor, pg_checkpoint to takt");
        }
        Files.writeString(rules, LET_OWNER_IN);
        reload();
    }

    private void reload() throws IOException {
        server.stop();
        server.start();
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    /** A new, empty database; one of this name from before is dropped. */
    public Database fresh(String name) throws IOException, SQLException {
        Database first = database(PostgresServer.NAME);
        drop(name);
        first.execute("create database " + name);
        return database(name);
    }

    /** Drops a database with whoever is still connected to it. */
    public void drop(String name) throws IOException, SQLException {
        database(PostgresServer.NAME).execute("drop database if exists " + name + " with (force)");
    }

    private Database database(String name) throws IOException {
        return new Database(name, url(name), PostgresServer.NAME, server.password());
    }

    /**
     * Cleans a database up, as autovacuum would in time, and writes everything to disk that waits for it: what was done before,
     * by this contestant or another, costs nothing from now on.
     */
    public void settle(Database database) throws SQLException {
        database.execute("vacuum analyze", "checkpoint");
    }

    /** What the whole server has been made to do so far. */
    public ServerCost cost() throws IOException, SQLException {
        try (Connection connection = database(PostgresServer.NAME).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        select pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                            pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
                        """)) {
            row.next();
            return new ServerCost(row.getLong(1), row.getLong(2), ProcessTime.familyMicros(server.pid()));
        }
    }

    /** Version and settings, by name. */
    public Map<String, String> settings() throws IOException, SQLException {
        Map<String, String> all = new LinkedHashMap<>();
        try (Connection connection = database(PostgresServer.NAME).connect();
                Statement statement = connection.createStatement()) {
            all.put("version", text(statement, "select version()"));
            for (String name : SETTINGS) {
                all.put(name, text(statement, "show " + name));
            }
        }
        return all;
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
