package dev.takt.record;

import dev.takt.api.TaskState;
import dev.takt.core.task.TaskIds;
import dev.takt.record.row.HistoryBriefRow;
import dev.takt.record.row.TaskBriefRow;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/**
 * Reads one page of tasks from the live table and the history, newest first, in bounded time whatever is asked.
 *
 * <p>One filter alone has an index that is in the page's order. Of several that hold for many tasks each, there may be no task
 * for which all hold, and only looking at each could tell: so a page is looked for step by step. A step goes back so far that
 * each filter's index has some thousand tasks there, the filter that goes back furthest decides, and the planner finds the rest
 * within. A page that is not full when its time is over says where the next one goes on.
 */
final class TaskPages {
    /**
     * How much a page may cost.
     *
     * @param candidates how many tasks that one filter lets through a first step looks at
     * @param walked how many rows of the live table a first step looks at where no index helps; it reads them in their order
     * @param time when it is over no further step begins; each looks at twice as much as the one before
     */
    record Effort(int candidates, int walked, Duration time) {
        /** A first step takes a few hundredths of a second even where nothing is in memory, all together some tenths. */
        static final Effort USUAL = new Effort(2_000, 50_000, Duration.ofMillis(60));
    }

    /** An end may seem earlier than its task's submission by so much, as clocks differ. */
    static final Duration CLOCKS_APART = Duration.ofDays(1);

    /**
     * With parameters that the planner does not see it would take a rare name for a common one, and read the whole history for
     * it. PostgreSQL's word; planning takes milliseconds, which a person does not see.
     */
    private static final String PLAN_EACH_TIME = "set local plan_cache_mode = force_custom_plan";

    private final StatelessSession session;
    private final TaskFilter filter;
    private final Set<TaskState> states;
    private final Effort effort;
    private final UUID from;

    /**
     * A page to be read.
     *
     * @param session in a transaction of its own
     * @param states those that are wanted, at least one
     */
    TaskPages(StatelessSession session, TaskFilter filter, Set<TaskState> states, Effort effort) {
        this.session = session;
        this.filter = filter;
        this.states = states;
        this.effort = effort;
        this.from = filter.from() == null ? null : TaskIds.floor(filter.from());
    }

    /** A part of all tasks by their ids: from the floor, up to but without the end; null for no limit. */
    private record Span(UUID floor, UUID end) {
        boolean isAll() {
            return floor == null;
        }
    }

    /** Reads it. */
    Page<TaskSummary> read() {
        session.doWork(connection -> {
            if (Database.isPostgreSql(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(PLAN_EACH_TIME);
                }
            }
        });
        long deadline = System.nanoTime() + effort.time().toNanos();
        // A task that ends between two reads is in both tables: the later one, of the history, is right.
        Map<UUID, TaskSummary> byId = new HashMap<>();
        UUID end = end();
        for (int step = 0; ; step++) {
            Span span = new Span(floor(end, step), end);
            rows(TaskBriefRow.class, span).forEach(row -> byId.put(row.id, TaskSearch.summary(row, null)));
            rows(HistoryBriefRow.class, span).forEach(row -> byId.put(row.id, TaskSearch.summary(row, row.endedAt)));
            if (byId.size() > filter.limit() || span.isAll()) {
                return page(byId, null);
            }
            if (System.nanoTime() >= deadline) {
                return page(byId, span.floor());
            }
            end = span.floor();
        }
    }

    private Page<TaskSummary> page(Map<UUID, TaskSummary> byId, UUID searchedTo) {
        List<TaskSummary> found = new ArrayList<>(byId.values());
        found.sort(Comparator.comparing(TaskSummary::id).reversed());
        if (found.size() <= filter.limit()) {
            return new Page<>(found, searchedTo == null ? null : searchedTo.toString());
        }
        List<TaskSummary> page = List.copyOf(found.subList(0, filter.limit()));
        return new Page<>(page, page.get(page.size() - 1).id().toString());
    }

    /** Where the page begins: after the one before, and before the time that is asked; null for no limit. */
    private UUID end() {
        UUID to = filter.to() == null ? null : TaskIds.floor(filter.to());
        if (to == null || filter.after() == null) {
            return to == null ? filter.after() : to;
        }
        return to.compareTo(filter.after()) < 0 ? to : filter.after();
    }

    /** How far back a step goes: as far as both tables can; null for all. */
    private UUID floor(UUID end, int step) {
        UUID live = wanted(TaskBriefRow.class).isEmpty()
                ? null
                : liveFloor(end, effort.walked() << step, effort.candidates() << step);
        UUID ended = wanted(HistoryBriefRow.class).isEmpty() ? null : historyFloor(end, effort.candidates() << step);
        if (live == null || ended == null) {
            return live == null ? ended : live;
        }
        return live.compareTo(ended) > 0 ? live : ended;
    }

    /** The live table has no indexes for people, which would cost each task: where neither job nor label helps it is walked. */
    private UUID liveFloor(UUID end, int walked, int candidates) {
        boolean anyState = wanted(TaskBriefRow.class).size() == TaskSearch.STATES_OF_A_TABLE;
        boolean runs = wanted(TaskBriefRow.class).equals(List.of(TaskState.RUNNING));
        boolean jobAlone = filter.queue() == null && filter.label() == null && anyState;
        if (runs || jobAlone) {
            return null;
        }
        if (filter.job() != null
                && place("TaskBriefRow t where t.job = :value", filter.job(), end, candidates) == null) {
            return null;
        }
        if (filter.label() != null && labelled(end, candidates) == null) {
            return null;
        }
        return place("TaskBriefRow t where true = true", null, end, walked);
    }

    private UUID historyFloor(UUID end, int candidates) {
        List<TaskState> wanted = wanted(HistoryBriefRow.class);
        boolean anyState = wanted.size() == TaskSearch.STATES_OF_A_TABLE;
        boolean trouble = !wanted.contains(TaskState.SUCCEEDED);
        int filters = (filter.queue() == null ? 0 : 1)
                + (filter.job() == null ? 0 : 1)
                + (filter.label() == null ? 0 : 1)
                + (anyState ? 0 : 1);
        if (filters == 0 || (filters == 1 && (anyState || trouble))) {
            return null;
        }
        UUID furthest = null;
        List<UUID> places = new ArrayList<>();
        if (filter.queue() != null) {
            places.add(place("HistoryBriefRow t where t.queue = :value", filter.queue(), end, candidates));
        }
        if (filter.job() != null) {
            places.add(place("HistoryBriefRow t where t.job = :value", filter.job(), end, candidates));
        }
        if (filter.label() != null) {
            places.add(labelled(end, candidates));
        }
        if (trouble) {
            places.add(place("HistoryBriefRow t where true = true" + stateIn(wanted), null, end, candidates));
        }
        if (places.isEmpty()) {
            places.add(place("HistoryBriefRow t where true = true", null, end, candidates));
        }
        for (UUID place : places) {
            if (place == null) {
                return null;
            }
            furthest = furthest == null || place.compareTo(furthest) < 0 ? place : furthest;
        }
        return furthest;
    }

    /** The id that so many tasks from the end stands; null when there are fewer. */
    private UUID place(String tasks, String value, UUID end, int number) {
        return place("t.id", tasks, value, end, number);
    }

    private UUID labelled(UUID end, int number) {
        return place("l.task", "LabelRow l where l.label = :value", filter.label(), end, number);
    }

    private UUID place(String id, String tasks, String value, UUID end, int number) {
        StringBuilder query =
                new StringBuilder("select ").append(id).append(" from ").append(tasks);
        Map<String, Object> parameters = new HashMap<>();
        if (value != null) {
            parameters.put("value", value);
        }
        add(query, parameters, " and " + id + " < :end", "end", end);
        add(query, parameters, " and " + id + " >= :from", "from", from);
        query.append(" order by ").append(id).append(" desc");
        SelectionQuery<UUID> selection = session.createSelectionQuery(query.toString(), UUID.class);
        parameters.forEach(selection::setParameter);
        return selection.setFirstResult(number - 1).setMaxResults(1).getSingleResultOrNull();
    }

    private List<TaskState> wanted(Class<?> table) {
        return states.stream()
                .filter(state -> state.isFinal() == (table == HistoryBriefRow.class))
                .sorted()
                .toList();
    }

    /** As literals: with parameters, PostgreSQL's generic plans cannot use the partial indexes. */
    private static String stateIn(List<TaskState> wanted) {
        return wanted.stream()
                .map(state -> TaskState.class.getName() + "." + state.name())
                .collect(Collectors.joining(", ", " and t.state in (", ")"));
    }

    /** Reads one row more than the page has, to know whether there are others. */
    private <R> List<R> rows(Class<R> table, Span span) {
        List<TaskState> wanted = wanted(table);
        if (wanted.isEmpty()) {
            return List.of();
        }
        StringBuilder query =
                new StringBuilder("from ").append(table.getSimpleName()).append(" t where true = true");
        Map<String, Object> parameters = new HashMap<>();
        if (wanted.size() < TaskSearch.STATES_OF_A_TABLE) {
            query.append(stateIn(wanted));
        }
        UUID floor = span.isAll() ? from : span.floor();
        add(query, parameters, " and t.queue = :queue", "queue", filter.queue());
        add(query, parameters, " and t.job = :job", "job", filter.job());
        add(query, parameters, " and t.id < :end", "end", span.end());
        add(query, parameters, " and t.id >= :floor", "floor", floor);
        if (table == HistoryBriefRow.class && floor != null) {
            // Days that ended before the first of these was submitted need not be looked at.
            add(
                    query,
                    parameters,
                    " and t.endedAt >= :ended",
                    "ended",
                    TaskIds.madeAt(floor).minus(CLOCKS_APART));
        }
        if (filter.label() != null) {
            query.append(" and t.id in (select l.task from LabelRow l where l.label = :label");
            parameters.put("label", filter.label());
            query.append(span.end() == null ? "" : " and l.task < :end");
            query.append(floor == null ? ")" : " and l.task >= :floor)");
        }
        query.append(" order by t.id desc");
        SelectionQuery<R> selection = session.createSelectionQuery(query.toString(), table);
        parameters.forEach(selection::setParameter);
        return selection.setMaxResults(filter.limit() + 1).list();
    }

    private static void add(
            StringBuilder query, Map<String, Object> parameters, String condition, String name, Object value) {
        if (value != null) {
            query.append(condition);
            parameters.put(name, value);
        }
    }
}
