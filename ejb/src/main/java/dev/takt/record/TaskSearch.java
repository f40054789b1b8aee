package dev.takt.record;

import dev.takt.api.Retry;
import dev.takt.api.TaskState;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.record.row.AttemptRow;
import dev.takt.record.row.HistoryRow;
import dev.takt.record.row.TaskColumns;
import dev.takt.record.row.TaskRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;

/**
 * Finds tasks, waiting, running and ended, for the API and the console. A page is read from the live table and from the
 * history in bounded time, see {@link TaskPages}; ids are ordered by time, so they are both the order and the place to go on
 * from.
 */
@ApplicationScoped
public class TaskSearch {
    /** Half of the states are of the live table, half of the history. */
    static final int STATES_OF_A_TABLE = TaskState.values().length / 2;

    @Inject
    private Database database;

    /** For the container. */
    protected TaskSearch() {}

    /** For use without a container. */
    public TaskSearch(Database database) {
        this.database = database;
    }

    /**
     * One task, which may still be in the inbox; empty when there is none with this id, or it is no longer kept. A task
     * moves from the inbox to the live table and on to the history, so whoever is not found in the inbox may have left
     * it since the tables were read, and is looked for again.
     */
    public Optional<TaskDetail> find(UUID id) {
        return findMade(id).or(() -> findInInbox(id)).or(() -> findMade(id));
    }

    private Optional<TaskDetail> findInInbox(UUID id) {
        return Optional.ofNullable(database.query(connection -> InboxRows.byId(connection, id)))
                .map(TaskDetail::waiting);
    }

    private Optional<TaskDetail> findMade(UUID id) {
        return database.inSession(session -> {
            TaskRow live = session.createSelectionQuery("from TaskRow where id = :id", TaskRow.class)
                    .setParameter("id", id)
                    .getSingleResultOrNull();
            if (live != null) {
                return Optional.of(detail(live, live.payload, null, null));
            }
            HistoryRow ended = session.createSelectionQuery("from HistoryRow where id = :id", HistoryRow.class)
                    .setParameter("id", id)
                    .getSingleResultOrNull();
            return Optional.ofNullable(ended).map(row -> detail(row, row.payload, row.endedAt, row.result));
        });
    }

    /**
     * One page of tasks, newest first. Where several filters together let few tasks through, a page may hold fewer than were
     * asked for, or none, and still have a next: so far has been searched in the time that a page may take.
     */
    public Page<TaskSummary> list(TaskFilter filter) {
        return list(filter, TaskPages.Effort.USUAL);
    }

    Page<TaskSummary> list(TaskFilter filter, TaskPages.Effort effort) {
        if (filter.limit() < 1 || filter.limit() > TaskFilter.LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be 1 to " + TaskFilter.LIMIT_MAX);
        }
        Set<TaskState> states = filter.states() == null || filter.states().isEmpty()
                ? EnumSet.allOf(TaskState.class)
                : EnumSet.copyOf(filter.states());
        return database.inSession(session -> new TaskPages(session, filter, states, effort).read());
    }

    /** A task's attempts, first to last; empty when none has started. */
    public List<AttemptDetail> attempts(UUID id) {
        Optional<TaskDetail> task = find(id);
        if (task.isEmpty()) {
            return List.of();
        }
        return database.inSession(session -> {
            List<AttemptDetail> attempts = new ArrayList<>();
            session.createSelectionQuery("from AttemptRow where task = :task order by token", AttemptRow.class)
                    .setParameter("task", id)
                    .list()
                    .forEach(row -> attempts.add(detail(row)));
            TaskSummary summary = task.get().summary();
            boolean latestIsMissing = attempts.stream()
                    .noneMatch(attempt ->
                            attempt.number() == summary.attempts() && attempt.outcome() != AttemptOutcome.YIELDED);
            if (summary.attempts() > 0 && latestIsMissing) {
                attempts.add(untold(session, id, summary));
            }
            return attempts;
        });
    }

    /** The latest attempt when it has no row of its own: it runs, or it simply succeeded. */
    private static AttemptDetail untold(StatelessSession session, UUID id, TaskSummary summary) {
        boolean runs = summary.state() == TaskState.RUNNING;
        String table = runs ? "TaskRow" : "HistoryRow";
        Long token = session.createSelectionQuery("select token from " + table + " where id = :id", Long.class)
                .setParameter("id", id)
                .getSingleResultOrNull();
        return new AttemptDetail(
                summary.attempts(),
                token == null ? 0 : token,
                summary.node(),
                summary.startedAt(),
                summary.endedAt(),
                runs ? null : AttemptOutcome.SUCCEEDED,
                null,
                null);
    }

    private static AttemptDetail detail(AttemptRow row) {
        return new AttemptDetail(
                row.number, row.token, row.node, row.startedAt, row.endedAt, row.outcome, row.error, row.log);
    }

    static TaskSummary summary(TaskColumns row, Instant endedAt) {
        return new TaskSummary(
                row.id,
                row.state,
                row.state == TaskState.RUNNING && row.cancelRequestedAt != null,
                row.job,
                row.handler,
                row.queue,
                row.pool,
                row.priority,
                row.attempt,
                row.submittedAt,
                row.dueAt,
                row.startedAt,
                endedAt,
                row.node,
                row.error,
                Labels.read(row.labels));
    }

    private static TaskDetail detail(TaskColumns row, String payload, Instant endedAt, String result) {
        return new TaskDetail(
                summary(row, endedAt),
                row.jobVersion,
                row.clientKey,
                payload,
                result,
                row.timeoutMillis == 0 ? null : Duration.ofMillis(row.timeoutMillis),
                row.expiresAt,
                new Retry(
                        row.attemptsMax,
                        Duration.ofMillis(row.backoffMillis),
                        row.backoffFactor,
                        Duration.ofMillis(row.backoffMaxMillis)),
                row.retryOf,
                row.lost,
                row.slices,
                row.cancelRequestedAt,
                row.submittedBy,
                Demands.read(row.demand));
    }
}
