package dev.takt.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Jobs, their versions and their triggers, as those who define them read and write them. */
public final class JobRows {
    private static final String JOB = "select name, version, definition, changed_at, changed_by from job";
    private static final String FIND = JOB + " where name = ?";
    private static final String LOCK = FIND + " for update";
    private static final String FIND_ALL = JOB + " where name = any(?)";
    private static final String LIST = JOB + " where name > ? order by name limit ?";

    private static final String INSERT =
            "insert into job (version, definition, changed_at, changed_by, name) values (?, ?, ?, ?, ?)";
    private static final String UPDATE =
            "update job set version = ?, definition = ?, changed_at = ?, changed_by = ? where name = ?";
    private static final String DELETE = "delete from job where name = ?";

    private static final String INSERT_VERSION =
            "insert into job_version (version, definition, changed_at, changed_by, name) values (?, ?, ?, ?, ?)";
    private static final String NEWEST_VERSION = "select coalesce(max(version), 0) from job_version where name = ?";

    private static final String TRIGGER =
            "select job, name, pool, kind, spec, next_fire_at, last_fire_at, made_at from job_trigger";
    private static final String TRIGGERS = TRIGGER + " where job between ? and ? order by job, name";
    private static final String LOCK_TRIGGERS = TRIGGER + " where job = ? order by name for update";
    private static final String INSERT_TRIGGER =
            """
            insert into job_trigger (job, name, pool, kind, spec, next_fire_at, last_fire_at, made_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String DELETE_TRIGGER = "delete from job_trigger where job = ? and name = ?";

    private static final String POOL_OF_QUEUE = "select pool from queue where name = ?";

    private JobRows() {}

    /**
     * A job, or a version of it.
     *
     * @param definition JSON text; null in the version that says that the job was deleted
     */
    public record Job(String name, int version, String definition, Instant changedAt, String changedBy) {}

    /**
     * A trigger.
     *
     * @param kind CRON, EVERY or AT
     * @param spec its definition as JSON text, see {@code dev.takt.job.TriggerSpec}
     * @param nextFire null when it will not fire
     * @param lastFire null when it has not fired
     */
    public record Trigger(
            String job,
            String name,
            String pool,
            String kind,
            String spec,
            Instant nextFire,
            Instant lastFire,
            Instant madeAt) {}

    public static Optional<Job> find(Connection connection, String name) throws SQLException {
        return one(connection, FIND, name);
    }

    /** Those of some jobs that there are. */
    public static List<Job> find(Connection connection, Collection<String> names) throws SQLException {
        List<Job> jobs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND_ALL)) {
            statement.setArray(1, connection.createArrayOf("varchar", names.toArray(String[]::new)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    jobs.add(job(row));
                }
            }
        }
        return jobs;
    }

    /** Finds a job and keeps others from changing it until the transaction ends. */
    public static Optional<Job> lock(Connection connection, String name) throws SQLException {
        return one(connection, LOCK, name);
    }

    /** The jobs behind a name, in the order of names. */
    public static List<Job> list(Connection connection, String after, int limit) throws SQLException {
        List<Job> jobs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, after);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    jobs.add(job(row));
                }
            }
        }
        return jobs;
    }

    /** Adds a job; false when somebody else did meanwhile, and then nothing may be committed. */
    public static boolean insert(Connection connection, Job job) throws SQLException {
        try {
            write(connection, INSERT, job);
            return true;
        } catch (SQLException refused) {
            if (Database.isDuplicate(refused)) {
                return false;
            }
            throw refused;
        }
    }

    /** Changes a job that is locked. */
    public static void update(Connection connection, Job job) throws SQLException {
        write(connection, UPDATE, job);
    }

    /** Removes a job that is locked, and its triggers with it. */
    public static void delete(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /** Keeps a version for ever. */
    public static void insertVersion(Connection connection, Job version) throws SQLException {
        write(connection, INSERT_VERSION, version);
    }

    /** The newest version's number, of a job that is or was; 0 when there was none. */
    public static int newestVersion(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST_VERSION)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The triggers of all jobs from one name to another. */
    public static List<Trigger> triggers(Connection connection, String firstJob, String lastJob) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRIGGERS)) {
            statement.setString(1, firstJob);
            statement.setString(2, lastJob);
            return triggers(statement);
        }
    }

    /** A job's triggers; an owner that is about to fire one waits until the transaction ends. */
    public static List<Trigger> lockTriggers(Connection connection, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_TRIGGERS)) {
            statement.setString(1, job);
            return triggers(statement);
        }
    }

    public static void insertTrigger(Connection connection, Trigger trigger) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_TRIGGER)) {
            statement.setString(1, trigger.job());
            statement.setString(2, trigger.name());
            statement.setString(3, trigger.pool());
            statement.setString(4, trigger.kind());
            statement.setString(5, trigger.spec());
            set(statement, 6, trigger.nextFire());
            set(statement, 7, trigger.lastFire());
            set(statement, 8, trigger.madeAt());
            statement.executeUpdate();
        }
    }

    public static void deleteTrigger(Connection connection, String job, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_TRIGGER)) {
            statement.setString(1, job);
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    /** The pool of a queue; empty when there is no such queue. */
    public static Optional<String> poolOfQueue(Connection connection, String queue) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POOL_OF_QUEUE)) {
            statement.setString(1, queue);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static Optional<Job> one(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(job(row)) : Optional.empty();
            }
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(row.getString(1), row.getInt(2), row.getString(3), instant(row, 4), row.getString(5));
    }

    private static List<Trigger> triggers(PreparedStatement statement) throws SQLException {
        List<Trigger> triggers = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                triggers.add(new Trigger(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        instant(row, 6),
                        instant(row, 7),
                        instant(row, 8)));
            }
        }
        return triggers;
    }

    private static void write(Connection connection, String sql, Job job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, job.version());
            statement.setString(2, job.definition());
            set(statement, 3, job.changedAt());
            statement.setString(4, job.changedBy());
            statement.setString(5, job.name());
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, int index, Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
