package dev.takt.record;

import dev.takt.core.Micros;
import dev.takt.core.pool.Decision;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A task that comes alone: the epoch check, its row and the commit in one journey to the database instead of three, since
 * nobody shares them and somebody waits for its start. One statement, which only PostgreSQL takes: the row is made of the
 * lease that it renews, or not at all.
 */
public final class LoneTask {
    /** How long its payload may be, in characters: the driver sends 8 KiB at once, and a longer statement in several parts. */
    private static final int PAYLOAD_CHARS_MAX = 1_000;

    private static final String INSERT =
            """
            with held as (%s returning pool)
            insert into task (id, pool, queue, state, rank, priority, job, job_version, handler, payload,
                submitted_by, submitted_at, due_at, expires_at, timeout_ms, attempts_max, backoff_ms,
                backoff_factor, backoff_max_ms, attempt, lost, stopped, token, node, started_at, demand)
            select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ? from held"""
                    .formatted(Leases.RENEW);

    private LoneTask() {}

    /** Whether a decision is nothing but such a task. */
    public static boolean is(Decision decision) {
        return decision.inserted().size() == 1
                && decision.inserted().containsAll(decision.updated())
                && decision.sliced().isEmpty()
                && decision.ended().isEmpty()
                && decision.attempts().isEmpty()
                && decision.audited().isEmpty()
                && isPlain(decision.inserted().get(0));
    }

    private static boolean isPlain(Task task) {
        TaskSpec spec = task.spec();
        return spec.clientKey() == null
                && spec.labels() == null
                && spec.retryOf() == null
                && (spec.payload() == null || spec.payload().length() <= PAYLOAD_CHARS_MAX);
    }

    /** Renews the lease and makes the row, on a connection that commits by itself; false when another owns the pool. */
    public static boolean insert(Connection connection, String pool, String node, long epoch, Task task)
            throws SQLException {
        TaskSpec spec = task.spec();
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Parameters parameters = new Parameters(statement);
            parameters.add(pool);
            parameters.add(node);
            parameters.add(epoch);
            parameters.add(task.id());
            parameters.add(spec.pool());
            parameters.add(spec.queue());
            parameters.add(task.state().name());
            parameters.add(task.rank());
            parameters.add((long) spec.priority());
            parameters.add(spec.job());
            parameters.add(spec.job() == null ? null : (long) spec.jobVersion());
            parameters.add(spec.handler());
            parameters.add(spec.payload());
            parameters.add(spec.submittedBy());
            parameters.time(spec.submittedMicros());
            parameters.time(spec.dueMicros());
            parameters.time(spec.expiresMicros());
            parameters.add(spec.timeoutMillis());
            parameters.add((long) spec.retry().attempts());
            parameters.add(spec.retry().backoffMillis());
            parameters.fraction(spec.retry().factor());
            parameters.add(spec.retry().backoffMaxMillis());
            parameters.add((long) task.attempt());
            parameters.add(task.token() == 0 ? null : task.token());
            parameters.add(task.node());
            parameters.time(task.startedMicros());
            parameters.add(Demands.write(spec.demand()));
            return statement.executeUpdate() == 1;
        }
    }

    /** Binds one parameter after the other, each of its very type. */
    private static final class Parameters {
        private final PreparedStatement statement;
        private int index;

        Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        void add(UUID value) throws SQLException {
            statement.setObject(++index, value, Types.OTHER);
        }

        void add(String value) throws SQLException {
            statement.setString(++index, value);
        }

        /** Of a name of its own: a long would sooner be widened to this than boxed, and lose what is beyond 53 bits. */
        void fraction(double value) throws SQLException {
            statement.setDouble(++index, value);
        }

        void add(Long value) throws SQLException {
            statement.setObject(++index, value, Types.BIGINT);
        }

        void time(long micros) throws SQLException {
            OffsetDateTime time = micros == 0
                    ? null
                    : Micros.instant(Math.min(micros, ArrayParameters.LATEST_MICROS))
                            .atOffset(ZoneOffset.UTC);
            statement.setObject(++index, time, Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }
}
