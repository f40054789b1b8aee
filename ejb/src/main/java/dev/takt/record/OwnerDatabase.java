package dev.takt.record;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The owners' door to the record: connections of their own, which pages and API cannot use up, and whose sessions PostgreSQL
 * ends when they stand still in a transaction, so that an owner that froze holds its lease's row for two seconds at most
 * ({@code wildfly-config}, database.cli). Entities are read as by everybody else.
 */
@ApplicationScoped
@Typed(OwnerDatabase.class)
public class OwnerDatabase extends Database {
    /** Longer than any statement of an owner may take by the database's own limit of ten seconds. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(12);

    @Resource(lookup = "java:jboss/datasources/TaktOwnerDS")
    private DataSource owners;

    /** For the container. */
    protected OwnerDatabase() {}

    @Override
    protected Connection connect() throws SQLException {
        return connect(owners, SILENCE_MAX);
    }
}
