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

    /** H2's error DATABASE_ALREADY_OPEN. */
    private static final int H2_OPEN_ELSEWHERE = 90020;

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @throws IllegalStateException with a message that says what to do
     */
    public static void run(DataSource dataSource) {
        String vendor = vendor(dataSource);
        refuseClusterOnH2(vendor, System.getProperty("takt.cluster.hosts", ""));
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

    /** Each node would have a file of its own, and decide for itself. */
    static void refuseClusterOnH2(String vendor, String hosts) {
        if (vendor.equals("h2") && hosts.contains(",")) {
            throw new IllegalStateException(
                    ("takt.cluster.hosts names several nodes (%s), but the database is H2, which serves "
                                    + "one node only, so Takt does not start. Use PostgreSQL: -Dtakt.db.url=jdbc:postgresql://…, see "
                                    + "'Several nodes' in the README.")
                            .formatted(hosts));
        }
    }

    /** H2's file is locked by whoever has it open. */
    private static boolean isOpenedElsewhere(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_OPEN_ELSEWHERE) {
                return true;
            }
        }
        return false;
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
            if (isOpenedElsewhere(failure)) {
                throw new IllegalStateException(
                        "Takt's H2 database is open in another process, so this node does not start. H2 serves one node; stop "
                                + "the other one, or let both use PostgreSQL: -Dtakt.db.url=jdbc:postgresql://…, see 'Several "
                                + "nodes' in the README. "
                                + failure.getMessage(),
                        failure);
            }
            throw new IllegalStateException(
                    "Takt cannot reach its database, so it does not start. Check takt.db.url, takt.db.user and the "
                            + "environment's TAKT_DB_PASSWORD, and that the database runs. "
                            + failure.getMessage(),
                    failure);
        }
    }
}
