package dev.takt.record;

import dev.takt.core.pool.Decision;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes an owner's decision: at most one statement for each kind of change, however many tasks it concerns. */
public final class TaskWriter {
    /** How long a client's key is remembered. */
    public static final Duration KEY_KEPT = Duration.ofDays(7);

    /**
     * Most tasks of a batch are of one kind: what they share is sent once. So are more than half of the columns, each of which
     * the database would take apart and put together again for each task.
     */
    static final String INSERT_TASKS = ArrayParameters.withTimes(
            """
            insert into task (id, pool, queue, state, rank, priority, job, job_version, handler, payload, labels,
                client_key, retry_of, submitted_by, submitted_at, due_at, expires_at, timeout_ms, attempts_max,
                backoff_ms, backoff_factor, backoff_max_ms, attempt, lost, stopped, token, node, started_at, demand)
            select s.id, k.pool, k.queue, k.state, s.rank, k.priority, k.job, k.job_version, k.handler, s.payload, s.labels,
                s.client_key, s.retry_of, k.submitted_by, ${s.submitted_us}, ${s.due_us}, ${s.expires_us}, k.timeout_ms,
                k.attempts_max, k.backoff_ms, k.backoff_factor, k.backoff_max_ms, k.attempt, 0, 0, s.token, k.node,
                ${s.started_us}, s.demand
            from unnest(cast(? as uuid array), cast(? as bigint array), cast(? as bigint array),
                cast(? as varchar array), cast(? as varchar array), cast(? as varchar array), cast(? as uuid array),
                cast(? as bigint array), cast(? as bigint array), cast(? as bigint array), cast(? as bigint array),
                cast(? as bigint array), cast(? as varchar array))
            as s(id, kind, rank, payload, labels, client_key, retry_of, submitted_us, due_us, expires_us, token, started_us,
                demand)
            join unnest(cast(? as varchar array), cast(? as varchar array),
                cast(? as varchar array), cast(? as bigint array), cast(? as varchar array), cast(? as bigint array),
                cast(? as varchar array), cast(? as varchar array), cast(? as bigint array), cast(? as bigint array),
                cast(? as bigint array), cast(? as double precision array), cast(? as bigint array),
                cast(? as bigint array), cast(? as varchar array)) with ordinality
            as k(pool, queue, state, priority, job, job_version, handler, submitted_by, timeout_ms, attempts_max,
                backoff_ms, backoff_factor, backoff_max_ms, attempt, node, kind)
            on k.kind = s.kind""");

    private static final String INSERT_KEYS = ArrayParameters.withTimes(
            """
            insert into task_key (client_key, task, expires_at)
            select client_key, task, ${expires_us}
            from unnest(cast(? as varchar array), cast(? as uuid array), cast(? as bigint array))
            as s(client_key, task, expires_us)""");

    private static final String INSERT_LABELS =
            """
            insert into task_label (label, task)
            select label, task from unnest(cast(? as varchar array), cast(? as uuid array)) as s(label, task)""";

    static final ArrayStatement UPDATE_TASKS = new ArrayStatement(
            """
            merge into task t
            using (select * from unnest(cast(? as uuid array), cast(? as varchar array), cast(? as bigint array),
                    cast(? as bigint array), cast(? as bigint array), cast(? as bigint array),
                    cast(? as bigint array), cast(? as varchar array), cast(? as bigint array),
                    cast(? as bigint array), cast(? as varchar array),
                    cast(? as bigint array))
                as u(id, state, rank, attempt, lost, stopped, token, node, started_us, due_us, error, cancel_requested_us)) s
            on (t.id = s.id and $among{t.id})
            when matched then update set state = s.state, rank = s.rank, attempt = s.attempt, lost = s.lost,
                stopped = s.stopped, token = s.token, node = s.node, started_at = ${s.started_us},
                due_at = ${s.due_us}, error = s.error,
                cancel_requested_at = ${s.cancel_requested_us}""");

    static final ArrayStatement UPDATE_SLICES = new ArrayStatement(
            """
            merge into task t
            using (select * from unnest(cast(? as uuid array), cast(? as bigint array), cast(? as bigint array),
                    cast(? as varchar array), cast(? as bigint array)) as u(id, slices, ran_us, checkpoint, kept)) s
            on (t.id = s.id and $among{t.id})
            when matched then update set slices = s.slices, ran_us = s.ran_us,
                checkpoint = case when s.kept = 1 then t.checkpoint else s.checkpoint end""");

    static final ArrayStatement COPY_TO_HISTORY = new ArrayStatement(
            """
            insert into task_history (id, pool, queue, state, priority, job, job_version, handler, payload, labels,
                client_key, retry_of, submitted_by, submitted_at, due_at, expires_at, timeout_ms, attempts_max,
                backoff_ms, backoff_factor, backoff_max_ms, attempt, lost, stopped, token, node, started_at,
                cancel_requested_at, demand, ended_at, result, error, slices)
            select t.id, t.pool, t.queue, s.state, t.priority, t.job, t.job_version, t.handler, t.payload, t.labels,
                t.client_key, t.retry_of, t.submitted_by, t.submitted_at, t.due_at, t.expires_at, t.timeout_ms,
                t.attempts_max, t.backoff_ms, t.backoff_factor, t.backoff_max_ms, t.attempt, s.lost, s.stopped, t.token, t.node,
                ${s.started_us}, t.cancel_requested_at, t.demand, ${s.ended_us}, s.result, s.error, t.slices
            from unnest(cast(? as uuid array), cast(? as varchar array), cast(? as bigint array), cast(? as bigint array),
                cast(? as bigint array), cast(? as bigint array),
                cast(? as varchar array), cast(? as varchar array))
            as s(id, state, lost, stopped, started_us, ended_us, result, error)
            join task t on t.id = s.id
            where $among{t.id}""");

    private static final String DELETE_TASKS = "delete from task where id = any(?)";

    private static final String INSERT_ATTEMPTS = ArrayParameters.withTimes(
            """
            insert into attempt (task, number, token, node, started_at, ended_at, outcome, error, log)
            select task, number, token, node, ${started_us}, ${ended_us}, outcome, error, log
            from unnest(cast(? as uuid array), cast(? as bigint array), cast(? as bigint array),
                cast(? as varchar array), cast(? as bigint array),
                cast(? as bigint array), cast(? as varchar array), cast(? as varchar array),
                cast(? as varchar array))
            as s(task, number, token, node, started_us, ended_us, outcome, error, log)""");

    static final ArrayStatement COUNT_ENDED = new ArrayStatement(
            """
            merge into task_count c
            using (select queue, ${minute_us} as at_minute, state, tasks
                from unnest(cast(? as varchar array), cast(? as bigint array),
                    cast(? as varchar array), cast(? as bigint array)) as u(queue, minute_us, state, tasks)) s
            on (c.queue = s.queue and c.at_minute = s.at_minute and c.state = s.state
                and $among{c.queue} and c.at_minute >= ${cast(? as bigint)})
            when matched then update set tasks = c.tasks + s.tasks
            when not matched then insert (queue, at_minute, state, tasks) values (s.queue, s.at_minute, s.state, s.tasks)""");

    private TaskWriter() {}

    /** Writes all changes of a decision, but for the audit's. The caller has checked the epoch. */
    public static void write(Connection connection, Decision decision) throws SQLException {
        List<Task> inserted = decision.inserted();
        insert(connection, inserted);
        update(connection, toUpdate(decision));
        updateSlices(connection, List.copyOf(decision.sliced()));
        insertAttempts(connection, decision.attempts());
        moveToHistory(connection, decision.ended());
        count(connection, decision.ended());
    }

    private static void insert(Connection connection, List<Task> tasks) throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        KindsOfTasks kinds = new KindsOfTasks(tasks);
        try (PreparedStatement statement = connection.prepareStatement(INSERT_TASKS)) {
            new ArrayParameters<>(statement, tasks)
                    .uuids(Task::id)
                    .given(kinds.ofEach())
                    .numbers(Task::rank)
                    .texts(task -> task.spec().payload())
                    .texts(task -> task.spec().labels())
                    .texts(task -> task.spec().clientKey())
                    .uuids(task -> task.spec().retryOf())
                    .times(task -> task.spec().submittedMicros())
                    .times(task -> task.spec().dueMicros())
                    .times(task -> task.spec().expiresMicros())
                    .nullableNumbers(TaskWriter::tokenOrNull)
                    .times(Task::startedMicros)
                    .texts(task -> Demands.write(task.spec().demand()))
                    .then(kinds.all())
                    .texts(KindOfTask::pool)
                    .texts(KindOfTask::queue)
                    .texts(kind -> kind.state().name())
                    .numbers(KindOfTask::priority)
                    .texts(KindOfTask::job)
                    .nullableNumbers(kind -> kind.job() == null ? null : (long) kind.jobVersion())
                    .texts(KindOfTask::handler)
                    .texts(KindOfTask::submittedBy)
                    .numbers(KindOfTask::timeoutMillis)
                    .numbers(kind -> kind.retry().attempts())
                    .numbers(kind -> kind.retry().backoffMillis())
                    .fractions(kind -> kind.retry().factor())
                    .numbers(kind -> kind.retry().backoffMaxMillis())
                    .numbers(KindOfTask::attempt)
                    .texts(KindOfTask::node);
            statement.executeUpdate();
        }
        insertKeys(connection, tasks);
        insertLabels(connection, tasks);
    }

    private static Long tokenOrNull(Task task) {
        return task.token() == 0 ? null : task.token();
    }

    private static void insertKeys(Connection connection, List<Task> tasks) throws SQLException {
        List<TaskSpec> keyed = tasks.stream()
                .map(Task::spec)
                .filter(spec -> spec.clientKey() != null)
                .toList();
        if (keyed.isEmpty()) {
            return;
        }
        long keptMicros = KEY_KEPT.toMillis() * 1_000;
        try (PreparedStatement statement = connection.prepareStatement(INSERT_KEYS)) {
            new ArrayParameters<>(statement, keyed)
                    .texts(TaskSpec::clientKey)
                    .uuids(TaskSpec::id)
                    .times(spec -> Math.max(spec.submittedMicros(), spec.dueMicros()) + keptMicros);
            statement.executeUpdate();
        } catch (SQLException refused) {
            if (Database.isDuplicate(refused)) {
                throw new KeyTakenException(refused);
            }
            throw refused;
        }
    }

    private record Label(String label, UUID task) {}

    private static void insertLabels(Connection connection, List<Task> tasks) throws SQLException {
        List<Label> labels = new ArrayList<>();
        for (Task task : tasks) {
            Labels.read(task.spec().labels())
                    .forEach((name, value) -> labels.add(new Label(name + "=" + value, task.id())));
        }
        if (labels.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT_LABELS)) {
            new ArrayParameters<>(statement, labels).texts(Label::label).uuids(Label::task);
            statement.executeUpdate();
        }
    }

    private static List<Task> toUpdate(Decision decision) {
        if (decision.updated().isEmpty()) {
            return List.of();
        }
        Set<Task> inserted = new HashSet<>(decision.inserted());
        List<Task> tasks = new ArrayList<>(decision.updated().size());
        for (Task task : decision.updated()) {
            if (!task.state().isFinal() && !inserted.contains(task)) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    private static void update(Connection connection, List<Task> tasks) throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        Array ids = UuidArray.of(connection, tasks, Task::id);
        try (PreparedStatement statement = UPDATE_TASKS.prepare(connection)) {
            new ArrayParameters<>(statement, tasks)
                    .array(ids)
                    .texts(task -> task.state().name())
                    .numbers(Task::rank)
                    .numbers(Task::attempt)
                    .numbers(Task::lost)
                    .numbers(Task::stopped)
                    .nullableNumbers(TaskWriter::tokenOrNull)
                    .texts(Task::node)
                    .times(Task::startedMicros)
                    .times(Task::dueMicros)
                    .texts(Task::error)
                    .times(Task::cancelRequestedMicros)
                    .array(ids);
            statement.executeUpdate();
        }
    }

    /** A statement of its own: few tasks yield, and the others are not to pay for it. */
    private static void updateSlices(Connection connection, List<Task> tasks) throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        Array ids = UuidArray.of(connection, tasks, Task::id);
        try (PreparedStatement statement = UPDATE_SLICES.prepare(connection)) {
            new ArrayParameters<>(statement, tasks)
                    .array(ids)
                    .numbers(task -> task.slices().count())
                    .numbers(task -> task.slices().ranMicros())
                    .texts(task -> task.slices().checkpoint())
                    .numbers(task -> task.slices().inRecord() ? 1 : 0)
                    .array(ids);
            statement.executeUpdate();
        }
    }

    private static void insertAttempts(Connection connection, List<Decision.Attempt> attempts) throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT_ATTEMPTS)) {
            new ArrayParameters<>(statement, attempts)
                    .uuids(attempt -> attempt.task().id())
                    .numbers(Decision.Attempt::number)
                    .numbers(Decision.Attempt::token)
                    .texts(Decision.Attempt::node)
                    .times(Decision.Attempt::startedMicros)
                    .times(Decision.Attempt::endedMicros)
                    .texts(attempt -> attempt.outcome().name())
                    .texts(Decision.Attempt::error)
                    .texts(Decision.Attempt::log);
            statement.executeUpdate();
        }
    }

    private static void moveToHistory(Connection connection, List<Decision.Ended> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        Array ids = UuidArray.of(connection, ended, end -> end.task().id());
        try (PreparedStatement copy = COPY_TO_HISTORY.prepare(connection);
                PreparedStatement delete = connection.prepareStatement(DELETE_TASKS)) {
            new ArrayParameters<>(copy, ended)
                    .array(ids)
                    .texts(end -> end.state().name())
                    .numbers(end -> end.task().lost())
                    .numbers(end -> end.task().stopped())
                    .times(Decision.Ended::startedMicros)
                    .times(Decision.Ended::endedMicros)
                    .texts(Decision.Ended::result)
                    .texts(Decision.Ended::error)
                    .array(ids);
            int copied = copy.executeUpdate();
            delete.setArray(1, ids);
            int deleted = delete.executeUpdate();
            if (copied != ended.size() || deleted != ended.size()) {
                throw new SQLException(
                        "The record and the owner disagree: " + ended.size() + " tasks ended, but " + copied
                                + " were copied to the history and " + deleted + " removed.",
                        "TAKT1");
            }
        }
    }

    /** Frees the room of rows that are gone, where the database does not do so at once; not while it is at it already. */
    public static void vacuum(Connection connection) throws SQLException {
        if (Database.isPostgreSql(connection)) {
            try (Statement statement = connection.createStatement()) {
                // A table that is cut short where it ends grows again at once, and cutting it locks it.
                statement.execute("vacuum (truncate false, skip_locked) task");
            }
        }
    }

    private record Cell(String queue, long minuteMicros, String state) {}

    private static void count(Connection connection, List<Decision.Ended> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        Map<Cell, Long> counts = new LinkedHashMap<>();
        for (Decision.Ended end : ended) {
            long minute = end.endedMicros() / 60_000_000L * 60_000_000L;
            Cell cell = new Cell(end.task().spec().queue(), minute, end.state().name());
            counts.merge(cell, 1L, Long::sum);
        }
        long first =
                counts.keySet().stream().mapToLong(Cell::minuteMicros).min().orElseThrow();
        try (PreparedStatement statement = COUNT_ENDED.prepare(connection)) {
            new ArrayParameters<>(statement, List.copyOf(counts.entrySet()))
                    .texts(count -> count.getKey().queue())
                    .times(count -> count.getKey().minuteMicros())
                    .texts(count -> count.getKey().state())
                    .numbers(Map.Entry::getValue)
                    .texts(count -> count.getKey().queue())
                    .number(first);
            statement.executeUpdate();
        }
    }
}
