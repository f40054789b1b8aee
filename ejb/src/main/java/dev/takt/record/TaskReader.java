package dev.takt.record;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Slices;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskIds;
import dev.takt.core.task.TaskSpec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What an owner reads: always by an index, never the backlog. */
public final class TaskReader {
    /** A long payload is left where it is until its task starts. */
    private static final String COLUMNS =
            """
            select id, pool, queue, state, rank, priority, job, job_version, handler,
                case when length(payload) <= %d then payload end as payload,
                case when length(payload) > %d then true else false end as payload_left,
                labels, client_key, retry_of, submitted_by, submitted_at, due_at, expires_at, timeout_ms, attempts_max,
                backoff_ms, backoff_factor, backoff_max_ms, attempt, lost, stopped, token, node, started_at, error,
                cancel_requested_at, demand, slices, ran_us,
                case when length(checkpoint) <= %d then checkpoint end as checkpoint,
                case when length(checkpoint) > %d then true else false end as checkpoint_left
            from task
            """
                    .formatted(
                            Task.PAYLOAD_HELD_MAX_CHARS,
                            Task.PAYLOAD_HELD_MAX_CHARS,
                            Slices.CHECKPOINT_HELD_MAX_CHARS,
                            Slices.CHECKPOINT_HELD_MAX_CHARS);

    private static final String LINE = COLUMNS
            + """
            where queue = ? and handler = ? and state = 'READY' and rank >= ? and (rank > ? or id > ?)
            order by queue, handler, state, rank, id limit ?""";

    private static final String SCHEDULE = COLUMNS
            + """
            where pool = ? and state = 'SCHEDULED' and rank >= ? and (rank > ? or id > ?)
            order by pool, state, rank, id limit ?""";

    private static final String RUNNING = COLUMNS + "where pool = ? and state = 'RUNNING'";

    private static final String BY_ID = COLUMNS + "where id = any(?)";

    private static final String EXPIRED = COLUMNS
            + """
            where pool = ? and expires_at <= ? and attempt = 0 and state <> 'RUNNING'
            order by expires_at limit ?""";

    private static final String NEXT_LINE =
            """
            select handler from task where queue = ? and state = 'READY' and handler > ? order by handler limit 1""";

    private static final String ANY_SCHEDULED =
            "select 1 from task where pool = ? and state = 'SCHEDULED' order by rank limit 1";

    private static final String COUNT_READY =
            """
            select queue, handler, count(*) from task where pool = ? and state = 'READY' group by queue, handler""";

    private static final String COUNT_SCHEDULED =
            """
            select queue, count(*) from task where pool = ? and state = 'SCHEDULED' group by queue""";

    private static final String PAYLOADS = "select id, payload from task where id = any(?)";

    private static final String CHECKPOINTS = "select id, checkpoint from task where id = any(?)";

    private static final String KEYS = "select client_key, task from task_key where client_key = any(?)";

    private static final String STATES =
            """
            select id, state from task where id = any(?)
            union all
            select id, state from task_history where id = any(?) and ended_at >= ?""";

    private TaskReader() {}

    /** The tasks of a line after a place, in order. */
    public static List<Task> line(
            Connection connection, String queue, String handler, long afterRank, UUID afterId, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LINE)) {
            statement.setString(1, queue);
            statement.setString(2, handler);
            statement.setLong(3, afterRank);
            statement.setLong(4, afterRank);
            statement.setObject(5, afterId);
            statement.setInt(6, limit);
            return tasks(statement);
        }
    }

    /** The scheduled tasks after a place, soonest first. */
    public static List<Task> schedule(Connection connection, String pool, long afterRank, UUID afterId, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SCHEDULE)) {
            statement.setString(1, pool);
            statement.setLong(2, afterRank);
            statement.setLong(3, afterRank);
            statement.setObject(4, afterId);
            statement.setInt(5, limit);
            return tasks(statement);
        }
    }

    public static List<Task> running(Connection connection, String pool) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RUNNING)) {
            statement.setString(1, pool);
            return tasks(statement);
        }
    }

    /** Live tasks by id. */
    public static Map<UUID, Task> byId(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Task> found = new HashMap<>();
        if (!ids.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
                statement.setArray(1, UuidArray.of(connection, ids));
                tasks(statement).forEach(task -> found.put(task.id(), task));
            }
        }
        return found;
    }

    /** Tasks whose time to live is over and that have not started. */
    public static List<Task> expired(Connection connection, String pool, long nowMicros, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXPIRED)) {
            statement.setString(1, pool);
            statement.setObject(2, Micros.instant(nowMicros).atOffset(ZoneOffset.UTC));
            statement.setInt(3, limit);
            return tasks(statement);
        }
    }

    /** The handlers that ready tasks of a queue wait for: one step in the index for each, however many tasks wait. */
    public static Set<String> handlersReady(Connection connection, String queue) throws SQLException {
        Set<String> handlers = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(NEXT_LINE)) {
            String handler = "";
            while (handler != null) {
                statement.setString(1, queue);
                statement.setString(2, handler);
                try (ResultSet row = statement.executeQuery()) {
                    handler = row.next() ? row.getString(1) : null;
                }
                if (handler != null) {
                    handlers.add(handler);
                }
            }
        }
        return handlers;
    }

    /** Whether any task of a pool is scheduled. */
    public static boolean anyScheduled(Connection connection, String pool) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANY_SCHEDULED)) {
            statement.setString(1, pool);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** How many tasks are ready, by queue and handler. */
    public static Map<String, Map<String, Long>> countReady(Connection connection, String pool) throws SQLException {
        Map<String, Map<String, Long>> counts = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COUNT_READY)) {
            statement.setString(1, pool);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.computeIfAbsent(row.getString(1), queue -> new HashMap<>())
                            .put(row.getString(2), row.getLong(3));
                }
            }
        }
        return counts;
    }

    /** How many tasks are scheduled, by queue. */
    public static Map<String, Long> countScheduled(Connection connection, String pool) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COUNT_SCHEDULED)) {
            statement.setString(1, pool);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return counts;
    }

    /** Payloads that were left in the record. */
    public static Map<UUID, String> payloads(Connection connection, Collection<UUID> ids) throws SQLException {
        return texts(connection, PAYLOADS, ids);
    }

    /** Checkpoints that were left in the record. */
    public static Map<UUID, String> checkpoints(Connection connection, Collection<UUID> ids) throws SQLException {
        return texts(connection, CHECKPOINTS, ids);
    }

    private static Map<UUID, String> texts(Connection connection, String query, Collection<UUID> ids)
            throws SQLException {
        Map<UUID, String> texts = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, UuidArray.of(connection, ids));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.put(row.getObject(1, UUID.class), row.getString(2));
                }
            }
        }
        return texts;
    }

    /** Which tasks these client keys have made, by key. */
    public static Map<String, TaskReceipt> known(Connection connection, Collection<String> keys) throws SQLException {
        Map<String, UUID> tasks = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            statement.setArray(1, connection.createArrayOf("varchar", keys.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tasks.put(row.getString(1), row.getObject(2, UUID.class));
                }
            }
        }
        if (tasks.isEmpty()) {
            return Map.of();
        }
        Map<UUID, TaskState> states = states(connection, tasks.values());
        Map<String, TaskReceipt> receipts = new HashMap<>();
        // A task that is no longer kept has ended; how, nobody knows any more. Its key still stands for it.
        tasks.forEach((key, task) -> receipts.put(
                key, new TaskReceipt(task.toString(), states.getOrDefault(task, TaskState.SUCCEEDED), true)));
        return receipts;
    }

    /** The states of tasks, live or ended. The history is looked up from the time on at which the oldest id was made. */
    public static Map<UUID, TaskState> states(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, TaskState> states = new HashMap<>();
        if (ids.isEmpty()) {
            return states;
        }
        Instant oldest =
                ids.stream().map(TaskIds::madeAt).min(Instant::compareTo).get();
        try (PreparedStatement statement = connection.prepareStatement(STATES)) {
            Array all = UuidArray.of(connection, ids);
            statement.setArray(1, all);
            statement.setArray(2, all);
            statement.setObject(3, oldest.minus(TaskPages.CLOCKS_APART).atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    states.put(row.getObject(1, UUID.class), TaskState.valueOf(row.getString(2)));
                }
            }
        }
        return states;
    }

    private static List<Task> tasks(PreparedStatement statement) throws SQLException {
        List<Task> tasks = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tasks.add(new Task(spec(row), standing(row)));
            }
        }
        return tasks;
    }

    private static TaskSpec spec(ResultSet row) throws SQLException {
        return new TaskSpec(
                row.getObject("id", UUID.class),
                row.getString("pool"),
                row.getString("queue"),
                row.getString("job"),
                row.getInt("job_version"),
                row.getString("handler"),
                row.getString("payload"),
                row.getString("labels"),
                row.getString("client_key"),
                row.getObject("retry_of", UUID.class),
                row.getString("submitted_by"),
                row.getInt("priority"),
                micros(row, "submitted_at"),
                micros(row, "due_at"),
                micros(row, "expires_at"),
                row.getLong("timeout_ms"),
                new RetryPolicy(
                        row.getInt("attempts_max"),
                        row.getLong("backoff_ms"),
                        row.getDouble("backoff_factor"),
                        row.getLong("backoff_max_ms")),
                Demands.read(row.getString("demand")));
    }

    private static Task.Standing standing(ResultSet row) throws SQLException {
        return new Task.Standing(
                TaskState.valueOf(row.getString("state")),
                row.getLong("rank"),
                row.getInt("attempt"),
                row.getInt("lost"),
                row.getInt("stopped"),
                row.getLong("token"),
                row.getString("node"),
                micros(row, "started_at"),
                row.getString("error"),
                micros(row, "cancel_requested_at"),
                row.getBoolean("payload_left"),
                slices(row));
    }

    private static Slices slices(ResultSet row) throws SQLException {
        int count = row.getInt("slices");
        String checkpoint = row.getString("checkpoint");
        boolean left = row.getBoolean("checkpoint_left");
        return count == 0 && checkpoint == null && !left
                ? Slices.NONE
                : new Slices(count, row.getLong("ran_us"), checkpoint, left);
    }

    static long micros(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? 0 : time.toEpochSecond() * 1_000_000L + time.getNano() / 1_000;
    }
}
