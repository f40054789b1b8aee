package dev.takt.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A peer's connections and questions to its tables. */
final class Tables {
    private final HikariDataSource source;

    /**
     * Connects by HikariCP, with the driver's rewriting of batches, which all peers' documentation of PostgreSQL asks for.
     *
     * @param connections as many as are kept open
     */
    Tables(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        source = new HikariDataSource(config);
    }

    DataSource source() {
        return source;
    }

    /** Performs statements; when another process has made the tables already, leaves them as they are. */
    void make(String table, String statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select to_regclass('" + table + "') is null")) {
                row.next();
                if (!row.getBoolean(1)) {
                    return;
                }
            }
            statement.execute(statements);
        }
    }

    /** The one number that a query gives. */
    long number(String query) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
