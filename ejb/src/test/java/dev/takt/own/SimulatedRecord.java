package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Decision;
import dev.takt.core.task.Task;
import dev.takt.record.InboxRows;
import dev.takt.record.Leases;
import dev.takt.record.TriggerRows;
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
import java.util.function.Supplier;

/**
 * One node's way to the database. Each call takes time, in which the others act and the node may be frozen or killed; it
 * may fail before anything was done, or after all was done and nobody says so.
 */
final class SimulatedRecord implements PoolRecord {
    /** How long a session that stands still in a transaction holds its locks: idle_in_transaction_session_timeout. */
    private static final long IDLE_IN_TRANSACTION_NANOS = 2 * Timeline.SECOND;

    private final SimulatedNode node;
    private final SimulatedDatabase database;
    private final Timeline timeline;
    private final Weather weather;
    private final Mutation mutation;
    private final Starts starts;
    private final Map<String, Starts.Told> told = new HashMap<>();

    SimulatedRecord(SimulatedNode node, ClusterSimulation simulation) {
        this.node = node;
        this.database = simulation.database();
        this.timeline = simulation.timeline();
        this.weather = simulation.weather();
        this.mutation = simulation.mutation();
        this.starts = simulation.starts();
    }

    /** One call: on the way there and back anything may happen. */
    <T> T call(Supplier<T> transaction) {
        travel();
        if (!node.reachesDatabase()) {
            timeline.sleep(timeline.upTo(Timeline.SECOND));
            node.endure();
            throw busy("The database cannot be reached.");
        }
        boolean fails = timeline.chance(weather.databaseFailure);
        boolean done = timeline.random().nextBoolean();
        if (fails && !done) {
            node.suffer();
            throw busy("The connection was cut before the commit.");
        }
        T result = transaction.get();
        travel();
        if (fails || !node.reachesDatabase()) {
            node.suffer();
            throw busy("The connection was cut; whether the commit took place is not known.");
        }
        return result;
    }

    private void travel() {
        boolean slow = timeline.chance(weather.slowDatabase);
        timeline.sleep(slow ? timeline.upTo(weather.slowNanos) : timeline.upTo(2 * Timeline.MILLI));
        node.endure();
    }

    private static TaktException.Busy busy(String why) {
        return TaktException.Busy.unavailable(why, Duration.ofSeconds(1));
    }

    private void awaitLease(String pool) {
        while (database.leases.get(pool).lockedUntil > timeline.now()) {
            timeline.sleep(Math.min(database.leases.get(pool).lockedUntil - timeline.now(), 10 * Timeline.MILLI));
            node.endure();
        }
    }

    @Override
    public Leases.Lease lease(String pool) {
        return call(() -> database.lease(pool));
    }

    @Override
    public OptionalLong take(String pool, String owner, String ownerName) {
        return call(() -> {
            awaitLease(pool);
            return database.take(pool, owner, ownerName);
        });
    }

    @Override
    public void release(String pool, String owner, long epoch) {
        call(() -> {
            awaitLease(pool);
            database.release(pool, owner, epoch);
            return null;
        });
    }

    @Override
    public Loaded load(String pool) {
        return call(() -> {
            tell(pool);
            return database.load(pool);
        });
    }

    @Override
    public Counter counter() {
        return call(() -> new Counter() {
            private Map<String, Counts> fixed;

            @Override
            public void fix() {
                fixed = call(database::counts);
            }

            @Override
            public Counts count(String pool) {
                return call(() -> fixed.get(pool));
            }

            @Override
            public void close() {}
        });
    }

    @Override
    public boolean renewAndRead(String pool, String owner, long epoch, Consumer<Reading> reading) {
        boolean owned = call(() -> {
            awaitLease(pool);
            freezeNowAndThen(pool, owner, epoch);
            return database.owns(pool, owner, epoch) || mutation == Mutation.SKIPPED_EPOCH_CHECK;
        });
        if (!owned) {
            return false;
        }
        SimulatedDatabase.LeaseState lease = database.leases.get(pool);
        long limit = timeline.now() + IDLE_IN_TRANSACTION_NANOS;
        lease.lockedUntil = limit;
        try {
            reading.accept(new Statements());
            call(() -> {
                if (timeline.now() > limit || lease.epoch != epoch) {
                    throw busy("The session was ended, since it stood still in a transaction.");
                }
                return database.renew(pool, owner, epoch);
            });
        } finally {
            if (lease.lockedUntil == limit) {
                lease.lockedUntil = 0;
            }
        }
        return true;
    }

    @Override
    public Written write(String pool, String owner, long epoch, Decision decision, Round round) {
        if (mutation == Mutation.SPEAKING_BEFORE_PERSISTING) {
            timeline.after(
                    timeline.upTo(100 * Timeline.MILLI),
                    () -> node.run(() -> database.write(pool, owner, epoch, decision, round, node.nowMicros())));
            return Written.DONE;
        }
        return call(() -> {
            awaitLease(pool);
            freezeNowAndThen(pool, owner, epoch);
            Written written = database.write(pool, owner, epoch, decision, round, node.nowMicros());
            if (written == Written.DONE) {
                starts.committed(node, pool, decision, told.get(pool));
            }
            return written;
        });
    }

    /** Of the settings as they truly are, whatever a defect makes of them. */
    private void tell(String pool) {
        told.put(pool, new Starts.Told(Map.copyOf(database.queues.get(pool)), timeline.now()));
    }

    /** The node freezes while its transaction holds the lease's row; a server that does not wait for ever ends it. */
    private void freezeNowAndThen(String pool, String owner, long epoch) {
        SimulatedDatabase.LeaseState lease = database.leases.get(pool);
        if (!timeline.chance(weather.frozenInTransaction) || !owner.equals(lease.owner) || epoch != lease.epoch) {
            return;
        }
        long frozen = timeline.upTo(6 * Timeline.SECOND);
        lease.lockedUntil = timeline.now() + Math.min(frozen, IDLE_IN_TRANSACTION_NANOS);
        node.pause(frozen);
        node.endure();
        if (timeline.now() > lease.lockedUntil || lease.epoch != epoch) {
            throw busy("The session was ended, since it stood still in a transaction.");
        }
        lease.lockedUntil = 0;
    }

    @Override
    public Map<UUID, String> payloads(Collection<UUID> tasks) {
        return call(() -> database.payloads(tasks));
    }

    @Override
    public Map<UUID, String> checkpoints(Collection<UUID> tasks) {
        return call(() -> database.checkpoints(tasks));
    }

    @Override
    public <T> T read(Function<Reading, T> reading) {
        return reading.apply(new Statements());
    }

    /** There is room. */
    @Override
    public void vacuum() {}

    /** Nobody rehearses: there is no code here that could be cold. */
    @Override
    public void rehearse(String pool, Consumer<PoolRecord> play) {
        throw new UnsupportedOperationException();
    }

    /** Each statement sees what is committed when it starts. */
    private final class Statements implements Reading {
        @Override
        public List<InboxRows.Item> inbox(String pool, int limit) {
            return call(() -> database.inbox(pool, limit));
        }

        @Override
        public Map<String, TaskReceipt> known(Collection<String> keys) {
            return call(() -> database.known(keys));
        }

        @Override
        public Map<UUID, TaskState> states(Collection<UUID> ids) {
            return call(() -> database.states(ids));
        }

        @Override
        public Map<UUID, Task> live(Collection<UUID> ids) {
            return call(() -> database.live(ids));
        }

        @Override
        public List<Task> line(String queue, String handler, long afterRank, UUID afterId, int limit) {
            return call(() -> database.line(queue, handler, afterRank, afterId, limit));
        }

        @Override
        public List<Task> schedule(String pool, long afterRank, UUID afterId, int limit) {
            return call(() -> database.schedule(pool, afterRank, afterId, limit));
        }

        @Override
        public List<Task> expired(String pool, long nowMicros, int limit) {
            return call(() -> database.expired(pool, nowMicros, limit));
        }

        @Override
        public List<NodeFacts> nodes() {
            return call(database::present);
        }

        @Override
        public Set<String> stopped(Set<String> nodes) {
            return call(() -> database.stopped(nodes));
        }

        @Override
        public Set<String> silent(Set<String> nodes) {
            return call(() -> database.silent(nodes));
        }

        @Override
        public List<TriggerRows.Upcoming> triggers(String pool, Instant until, int limit) {
            return call(() -> database.triggers.upcoming(pool, until, limit));
        }

        @Override
        public Settings settings(String pool) {
            return call(() -> {
                tell(pool);
                return database.settings(pool);
            });
        }
    }
}
