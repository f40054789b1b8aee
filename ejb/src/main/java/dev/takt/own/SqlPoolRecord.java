package dev.takt.own;

import dev.takt.access.Audit;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Decision;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Task;
import dev.takt.record.CountRows;
import dev.takt.record.Database;
import dev.takt.record.InboxRows;
import dev.takt.record.KeyTakenException;
import dev.takt.record.Leases;
import dev.takt.record.LoneTask;
import dev.takt.record.NodeRows;
import dev.takt.record.SettingsRows;
import dev.takt.record.Snapshot;
import dev.takt.record.TaskReader;
import dev.takt.record.TaskWriter;
import dev.takt.record.TriggerRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** The record of an owner in the database. */
final class SqlPoolRecord implements PoolRecord {
    /** Of a table with millions of rows that wait, on a slow disk. */
    private static final Duration VACUUM_MAX = Duration.ofMinutes(10);

    private final Database database;
    private final Database lists;

    /**
     * @param database the owners' own connections
     * @param lists for what may take long
     */
    SqlPoolRecord(Database database, Database lists) {
        this.database = database;
        this.lists = lists;
    }

    @Override
    public Leases.Lease lease(String pool) {
        return database.query(connection -> Leases.read(connection, pool));
    }

    @Override
    public OptionalLong take(String pool, String node, String nodeName) {
        return database.inTransaction(connection -> Leases.take(connection, pool, node, nodeName));
    }

    @Override
    public void release(String pool, String node, long epoch) {
        database.inTransaction(connection -> Leases.release(connection, pool, node, epoch));
    }

    @Override
    public Loaded load(String pool) {
        Settings settings = database.inSession(session -> settings(session, pool));
        return database.query(connection -> {
            Map<String, Set<String>> ready = new HashMap<>();
            for (QueueSettings queue : settings.queues()) {
                ready.put(queue.name(), TaskReader.handlersReady(connection, queue.name()));
            }
            Set<String> queues = ready.keySet();
            return new Loaded(
                    settings,
                    ready,
                    TaskReader.anyScheduled(connection, pool),
                    TaskReader.running(connection, pool),
                    CountRows.sinceByMinute(connection, queues, Instant.now().minusSeconds(3_600)),
                    CountRows.totals(connection, queues));
        });
    }

    private static Settings settings(StatelessSession session, String pool) {
        return new Settings(
                SettingsRows.pools(session).stream()
                        .filter(row -> row.name.equals(pool))
                        .map(SettingsRows::settings)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("There is no pool '" + pool + "'.")),
                SettingsRows.queues(session).stream()
                        .filter(row -> row.pool.equals(pool))
                        .map(SettingsRows::settings)
                        .toList());
    }

    @Override
    public Counter counter() {
        Snapshot snapshot = lists.snapshot();
        return new Counter() {
            @Override
            public void fix() {
                snapshot.fix();
            }

            @Override
            public Counts count(String pool) {
                return snapshot.read(connection -> new Counts(
                        TaskReader.countReady(connection, pool), TaskReader.countScheduled(connection, pool)));
            }

            @Override
            public void close() {
                snapshot.close();
            }
        };
    }

    @Override
    public <T> T read(Function<Reading, T> reading) {
        return database.read(connection -> reading.apply(new SqlReading(connection)));
    }

    @Override
    public boolean renewAndRead(String pool, String node, long epoch, Consumer<Reading> reading) {
        return database.inTransaction(connection -> {
            if (!Leases.renew(connection, pool, node, epoch)) {
                return false;
            }
            reading.accept(new SqlReading(connection));
            return true;
        });
    }

    @Override
    public Written write(String pool, String node, long epoch, Decision decision, Round round) {
        if (LoneTask.is(decision) && !round.changesRecord() && database.isPostgreSql()) {
            Task task = decision.inserted().get(0);
            return database.once(connection -> LoneTask.insert(connection, pool, node, epoch, task))
                    ? Written.DONE
                    : Written.REPLACED;
        }
        try {
            return database.inTransaction(connection -> writeOn(connection, pool, node, epoch, decision, round));
        } catch (KeyTakenException taken) {
            return Written.KEY_TAKEN;
        }
    }

    private static Written writeOn(
            Connection connection, String pool, String node, long epoch, Decision decision, Round round)
            throws SQLException {
        if (!Leases.renew(connection, pool, node, epoch)) {
            return Written.REPLACED;
        }
        if (!TriggerRows.moveOn(connection, pool, round.firings())) {
            connection.rollback();
            return Written.TRIGGERS_CHANGED;
        }
        TaskWriter.write(connection, decision);
        for (Decision.Audited change : decision.audited()) {
            Audit.record(connection, change.actor(), change.action(), change.target(), null);
        }
        if (!round.inboxRows().isEmpty()) {
            InboxRows.delete(connection, round.inboxRows());
        }
        if (!round.unreadableRows().isEmpty()) {
            InboxRows.setAside(connection, round.unreadableRows());
        }
        return Written.DONE;
    }

    @Override
    public Map<UUID, String> checkpoints(Collection<UUID> tasks) {
        return database.query(connection -> TaskReader.checkpoints(connection, tasks));
    }

    @Override
    public Map<UUID, String> payloads(Collection<UUID> tasks) {
        return database.query(connection -> TaskReader.payloads(connection, tasks));
    }

    @Override
    public void vacuum() {
        lists.once(VACUUM_MAX, connection -> {
            TaskWriter.vacuum(connection);
            return null;
        });
    }

    @Override
    public void rehearse(String pool, Consumer<PoolRecord> play) {
        database.withoutTrace(stage -> {
            stage.inSession(session -> {
                PoolChanges.invent(session, pool);
                return null;
            });
            play.accept(new SqlPoolRecord(stage, stage));
        });
    }

    private final class SqlReading implements Reading {
        private final Connection connection;

        private SqlReading(Connection connection) {
            this.connection = connection;
        }

        private <T> T ask(Database.Work<T> question) {
            try {
                return question.with(connection);
            } catch (SQLException failure) {
                throw Database.explain(failure);
            }
        }

        @Override
        public List<InboxRows.Item> inbox(String pool, int limit) {
            return ask(on -> InboxRows.read(on, pool, limit));
        }

        @Override
        public Map<String, TaskReceipt> known(Collection<String> keys) {
            return ask(on -> TaskReader.known(on, keys));
        }

        @Override
        public Map<UUID, TaskState> states(Collection<UUID> ids) {
            return ask(on -> TaskReader.states(on, ids));
        }

        @Override
        public Map<UUID, Task> live(Collection<UUID> ids) {
            return ask(on -> TaskReader.byId(on, ids));
        }

        @Override
        public List<Task> line(String queue, String handler, long afterRank, UUID afterId, int limit) {
            return ask(on -> TaskReader.line(on, queue, handler, afterRank, afterId, limit));
        }

        @Override
        public List<Task> schedule(String pool, long afterRank, UUID afterId, int limit) {
            return ask(on -> TaskReader.schedule(on, pool, afterRank, afterId, limit));
        }

        @Override
        public List<Task> expired(String pool, long nowMicros, int limit) {
            return ask(on -> TaskReader.expired(on, pool, nowMicros, limit));
        }

        @Override
        public List<NodeFacts> nodes() {
            return ask(NodeRows::present);
        }

        @Override
        public Set<String> stopped(Set<String> nodes) {
            return ask(on -> NodeRows.stopped(on, nodes));
        }

        @Override
        public Set<String> silent(Set<String> nodes) {
            return ask(on -> NodeRows.silent(on, nodes));
        }

        @Override
        public List<TriggerRows.Upcoming> triggers(String pool, Instant until, int limit) {
            return ask(on -> TriggerRows.upcoming(on, pool, until, limit));
        }

        @Override
        public Settings settings(String pool) {
            // On this connection: whoever holds one and waits for another may wait for others who do the same.
            return database.inSessionOn(connection, session -> SqlPoolRecord.settings(session, pool));
        }
    }
}
