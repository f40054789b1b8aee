package dev.takt.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the design's invariants on a drained node's database. Each method is one of them, by its number there; a
 * violation is a sentence that names the task. Number 5 leaves no trace in a database (the simulation checks it at each
 * commit), 7 is for each fault's own test to say, and 9 needs limits to be broken.
 */
public final class InvariantsChecker {
    /** Enough to see what is wrong; thousands of the same kind say no more. */
    private static final int VIOLATIONS_MAX = 50;

    /** A token is an epoch and, in this many low bits, a sequence. */
    private static final int TOKEN_SEQUENCE_BITS = 40;

    private final Connection connection;
    private final HandlerRecord handlers;
    private final List<String> violations = new ArrayList<>();

    /** A checker on an open connection. */
    public InvariantsChecker(Connection connection, HandlerRecord handlers) {
        this.connection = connection;
        this.handlers = handlers;
    }

    /** One ended task of the history. */
    private record Ended(String state, int lost, long token) {}

    /**
     * Checks everything.
     *
     * @param acknowledged the ids that clients were given, by their keys
     * @param nodeCrashes how many times a node was killed since the first of them was submitted
     * @return what is violated, in sentences; empty is good
     */
    public List<String> check(Map<String, String> acknowledged, int nodeCrashes) throws SQLException {
        Map<String, Ended> history = history();
        oneTaskPerKey(acknowledged);
        nothingMissing(acknowledged, history);
        oneEndPerTask();
        countersEqualEnds();
        tokensRise(history);
        tokensRiseInTheRecord();
        epochsWithinLease(history);
        startsAccounted(history);
        lossesAccounted(acknowledged.values(), history, nodeCrashes);
        oneOccurrencePerDueTime();
        nothingLeftRunning();
        changesAudited();
        return violations;
    }

    private Map<String, Ended> history() throws SQLException {
        Map<String, Ended> rows = new HashMap<>();
        query(
                "select id, state, lost, token from task_history",
                row -> rows.put(row.getString(1), new Ended(row.getString(2), row.getInt(3), row.getLong(4))));
        return rows;
    }

    /** 1: an acknowledged submission has exactly one task per client key. */
    private void oneTaskPerKey(Map<String, String> acknowledged) throws SQLException {
        Map<String, List<String>> tasks = new HashMap<>();
        query(
                "select client_key, id from task where client_key is not null union all"
                        + " select client_key, id from task_history where client_key is not null",
                row -> tasks.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                        .add(row.getString(2)));
        tasks.forEach((key, ids) -> violatedIf(ids.size() > 1, "1: key %s has the tasks %s.", key, ids));
        acknowledged.forEach((key, id) -> violatedIf(
                !List.of(id).equals(tasks.get(key)),
                "1: key %s was acknowledged as %s, the record has %s.",
                key,
                id,
                tasks.get(key)));
    }

    /** 2: after a drain nothing acknowledged is missing. */
    private void nothingMissing(Map<String, String> acknowledged, Map<String, Ended> history) {
        acknowledged
                .values()
                .forEach(id -> violatedIf(!history.containsKey(id), "2: %s was acknowledged and has not ended.", id));
    }

    /** 3, first half: at most one terminal transition per task. */
    private void oneEndPerTask() throws SQLException {
        query(
                "select id, count(*) from task_history group by id having count(*) > 1",
                row -> violated("3: %s ended %d times.", row.getString(1), row.getInt(2)));
        query(
                "select t.id from task t join task_history h on h.id = t.id",
                row -> violated("3: %s has ended and is still waiting or running.", row.getString(1)));
    }

    /** 3, second half: counters equal the ends. */
    private void countersEqualEnds() throws SQLException {
        query(
                """
                select queue, state, sum(counted), sum(ended) from (
                    select queue, state, tasks as counted, 0 as ended from task_count
                    union all
                    select queue, state, 0, 1 from task_history) c
                group by queue, state having sum(counted) <> sum(ended)""",
                row -> violated(
                        "3: queue %s counts %d %s, the history has %d.",
                        row.getString(1), row.getLong(3), row.getString(2), row.getLong(4)));
    }

    /** 4: tokens rise per task; the accepted one is the latest. (One that comes twice is number 8's.) */
    private void tokensRise(Map<String, Ended> history) {
        handlers.starts().forEach((id, starts) -> {
            for (int i = 1; i < starts.size(); i++) {
                violatedIf(
                        starts.get(i).token() < starts.get(i - 1).token(),
                        "4: %s started with token %d after %d.",
                        id,
                        starts.get(i).token(),
                        starts.get(i - 1).token());
            }
            Ended ended = history.get(id);
            long latest = starts.get(starts.size() - 1).token();
            violatedIf(
                    ended != null && ended.state().equals("SUCCEEDED") && ended.token() != latest,
                    "4: %s ended with token %d, its latest start had %d.",
                    id,
                    ended == null ? 0 : ended.token(),
                    latest);
        });
        history.forEach((id, ended) -> violatedIf(
                ended.state().equals("SUCCEEDED")
                        && handlers.starts().containsKey(id)
                        && handlers.ends().getOrDefault(id, List.of()).stream()
                                .noneMatch(end -> end.token() == ended.token()),
                "4: %s succeeded with token %d, but no handler ended with it.",
                id,
                ended.token()));
    }

    /** 4, by the record: a later attempt has a higher token. */
    private void tokensRiseInTheRecord() throws SQLException {
        query(
                """
                select task, number, token, previous from (
                    select task, number, token,
                        lag(token) over (partition by task order by number, token) as previous
                    from (
                        select task, number, token from attempt
                        union
                        select id, attempt, token from task_history where token is not null) given) pairs
                where token < previous""",
                row -> violated(
                        "4: attempt %d of %s has token %d, the one before %d.",
                        row.getInt(2), row.getString(1), row.getLong(3), row.getLong(4)));
    }

    /**
     * 6: nothing carries an epoch that the lease has not reached. That epochs do not interleave is number 4 within a task,
     * since a token begins with its epoch; between tasks only the nodes' clocks could tell, so that is the simulation's.
     */
    private void epochsWithinLease(Map<String, Ended> history) throws SQLException {
        long[] epoch = {0};
        query("select max(epoch) from pool_lease", row -> epoch[0] = row.getLong(1));
        history.forEach((id, ended) -> violatedIf(
                ended.token() >> TOKEN_SEQUENCE_BITS > epoch[0],
                "6: %s carries epoch %d, the lease has reached %d.",
                id,
                ended.token() >> TOKEN_SEQUENCE_BITS,
                epoch[0]));
    }

    /**
     * 8, first half: every start is one that the record gave out, once. (Slices that yielded keep no row; handlers of these
     * tests that yield write down no starts.)
     */
    private void startsAccounted(Map<String, Ended> history) throws SQLException {
        Map<String, Set<Long>> given = new HashMap<>();
        query(
                "select task, token from attempt union all select id, token from task_history where token is not null",
                row -> given.computeIfAbsent(row.getString(1), task -> new HashSet<>())
                        .add(row.getLong(2)));
        handlers.starts().forEach((id, starts) -> {
            Set<Long> seen = new HashSet<>();
            for (HandlerRecord.Line start : starts) {
                violatedIf(!seen.add(start.token()), "8: %s started twice with token %d.", id, start.token());
                violatedIf(
                        history.containsKey(id)
                                && !given.getOrDefault(id, Set.of()).contains(start.token()),
                        "8: %s started with token %d, of which the record keeps no attempt.",
                        id,
                        start.token());
            }
        });
    }

    /** 8, second half: attempts are lost only with their nodes. */
    private void lossesAccounted(Collection<String> acknowledged, Map<String, Ended> history, int nodeCrashes) {
        for (String id : acknowledged) {
            int lost = history.containsKey(id) ? history.get(id).lost() : 0;
            violatedIf(lost > nodeCrashes, "8: %s lost %d attempts in %d crashes.", id, lost, nodeCrashes);
        }
    }

    /** 10: every due time of a trigger has one occurrence. */
    private void oneOccurrencePerDueTime() throws SQLException {
        query(
                """
                select job, submitted_by, due_at, count(*) from (
                    select job, due_at, submitted_by from task where job is not null and due_at is not null
                    union all
                    select job, due_at, submitted_by from task_history where job is not null and due_at is not null) o
                where submitted_by like 'trigger:%'
                group by job, submitted_by, due_at having count(*) > 1""",
                row -> violated(
                        "10: job %s has %d tasks of %s for %s.",
                        row.getString(1), row.getInt(4), row.getString(2), row.getString(3)));
    }

    /** 11: after a drain nothing is left running, waiting or in the inbox. */
    private void nothingLeftRunning() throws SQLException {
        query(
                "select state, count(*) from task where state in ('READY', 'RUNNING') group by state",
                row -> violated("11: %d tasks are %s after the drain.", row.getInt(2), row.getString(1)));
        query(
                "select count(*) from inbox having count(*) > 0",
                row -> violated("11: the inbox holds %d entries after the drain.", row.getInt(1)));
    }

    /** 12: every administrative change has an audit row. */
    private void changesAudited() throws SQLException {
        for (String table : List.of("job", "queue", "pool")) {
            query(
                    "select name, changed_by from " + table
                            + " s where changed_by <> 'takt' and not exists (select 1 from"
                            + " audit a where a.target = s.name and a.actor = s.changed_by and a.action like '" + table
                            + ".%')",
                    row -> violated(
                            "12: %s %s was changed by %s without an audit row.",
                            table, row.getString(1), row.getString(2)));
        }
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private void violatedIf(boolean condition, String sentence, Object... facts) {
        if (condition) {
            violated(sentence, facts);
        }
    }

    private void violated(String sentence, Object... facts) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(sentence.formatted(facts));
        }
    }
}
