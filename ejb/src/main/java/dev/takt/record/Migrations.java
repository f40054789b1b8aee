package dev.takt.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Brings the record's tables to the version that this Takt needs; see {@link MigrationsAtStart}. */
public final class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @throws IllegalStateException with a message that says what to do
     */
    public static void run(DataSource dataSource) {
        String vendor = vendor(dataSource);
        try {
            var result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(dataSource)
                    .locations("classpath:db/migration/common", "classpath:db/migration/" + vendor)
                    .table("takt_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .validateMigrationNaming(true)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            LOG.infof(
                    "The record on %s is at version %s (%d migrations applied now).",
                    vendor,
                    result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion,
                    result.migrationsExecuted);
        } catch (FlywayException failure) {
            throw new IllegalStateException(
                    "Takt's tables could not be brought to the version it needs, so it does not start. "
                            + "Read the cause below; mend the database or restore it from a backup, look at table "
                            + "takt_schema_history for the migration that failed (on H2 a failed one may have to be "
                            + "undone by hand), then deploy again. Nothing but the migrations named there was touched. "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static String vendor(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
            return switch (product) {
                case "postgresql", "h2" -> product;
                default ->
                    throw new IllegalStateException("Takt runs on PostgreSQL or H2, not on " + product
                            + ". Set the system property takt.db.url to a database of one of these.");
            };
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "Takt cannot reach its database, so it does not start. Check takt.db.url, takt.db.user and the "
                            + "environment's TAKT_DB_PASSWORD, and that the database runs. "
                            + failure.getMessage(),
                    failure);
        }
    }
}
