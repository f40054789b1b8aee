package dev.takt.record;

import jakarta.enterprise.inject.Vetoed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** A door whose transactions are all the same one, which whoever opened it rolls back ({@link Database#withoutTrace}). */
@Vetoed
final class UncommittedDatabase extends Database {
    private final Connection connection;
    private final Database sessions;

    UncommittedDatabase(Connection connection, Database sessions) {
        this.connection = connection;
        this.sessions = sessions;
    }

    @Override
    public <T> T inTransaction(Work<T> work) {
        return query(work);
    }

    @Override
    public <T> T inTransaction(Duration silenceMax, Work<T> work) {
        return query(work);
    }

    @Override
    public <T> T once(Duration silenceMax, Work<T> work) {
        return query(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return query(work);
    }

    @Override
    public <T> T query(Work<T> work) {
        try {
            return work.with(connection);
        } catch (SQLException failure) {
            throw explain(failure);
        }
    }

    @Override
    public <T> T inSession(Function<StatelessSession, T> work) {
        return inSessionOn(connection, work);
    }

    @Override
    public StatelessSession sessionOn(Connection on) {
        return sessions.sessionOn(on);
    }

    @Override
    public Snapshot snapshot() {
        throw new UnsupportedOperationException("Its one transaction has no second view of the record.");
    }

    @Override
    public void withoutTrace(Consumer<Database> work) {
        work.accept(this);
    }
}
