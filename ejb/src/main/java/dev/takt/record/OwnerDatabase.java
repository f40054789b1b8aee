package dev.takt.record;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;

/**
 * The owners' door to the record: connections of their own, which pages and API cannot use up, and whose sessions PostgreSQL
 * ends when they stand still in a transaction, so that an owner that froze holds its lease's row for two seconds at most
 * ({@code wildfly-config}, database.cli).
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

    /** On the owners' connections too: an owner must not wait for those that pages use up. */
    @Override
    public <T> T inSession(Function<StatelessSession, T> work) {
        return inTransaction(connection -> inSessionOn(connection, work));
    }

    @Override
    protected DataSource source() {
        return owners;
    }

    @Override
    protected Duration silenceMax() {
        return SILENCE_MAX;
    }
}
