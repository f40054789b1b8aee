package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * W5: W1 with 5,000,000 other tasks waiting, half of them ready in a paused queue and half due in the future, and 10,000,000
 * rows of history. Takt only: what the others keep of the past is none or their own.
 */
public final class Backlog implements Workload {
    private static final int READY = 2_500_000;
    private static final int SCHEDULED = 2_500_000;
    private static final int HISTORY = 10_000_000;

    /** What every task has, whatever its state. */
    static final String COLUMNS =
            "id, pool, queue, priority, handler, payload, submitted_by, submitted_at, due_at, timeout_ms, attempts_max,"
                    + " backoff_ms, backoff_factor, backoff_max_ms, attempt, lost, stopped";

    /** Time-ordered ids, as Takt's are: six bytes of milliseconds, then what makes them different. */
    static final String ID =
            "(lpad(to_hex((extract(epoch from %s) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0')"
                    + " || '8' || lpad(to_hex(n), 15, '0'))::uuid";

    static final String PAUSED_QUEUE =
            """
            insert into queue (name, pool, order_policy, weight, paused_at, paused_by, changed_at, changed_by)
            values ('paused', 'default', 'FCFS', 100, now(), 'bench', now(), 'bench')
            """;

    @Override
    public String name() {
        return "w5";
    }

    @Override
    public List<String> of(List<String> contestants) {
        return Contestants.taktAlone(contestants);
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("backlog");
        // The first start makes the tables.
        bench.contestants().start(contestant, Setting.THROUGHPUT, database).close();
        fill(database);
        bench.server().settle(database);
        try (Running running = bench.contestants().start(contestant, Setting.THROUGHPUT, database)) {
            long next = WarmUp.run(running);
            Map<String, Double> figures = new LinkedHashMap<>(Throughput.batch(
                    bench, running, database, next, bench.plan().tasks()));
            long left = waiting(database);
            if (left != READY + SCHEDULED) {
                throw new Failed("%d other tasks are left of %d".formatted(left, READY + SCHEDULED));
            }
            bench.results().add(name(), contestant, round, figures);
        }
        bench.server().drop(database.name());
    }

    private static void fill(Database database) throws SQLException {
        Bench.say("  w5: filling in %,d waiting tasks and %,d rows of history …".formatted(READY + SCHEDULED, HISTORY));
        database.execute(
                PAUSED_QUEUE,
                ready(READY),
                scheduled(SCHEDULED),
                """
                insert into task_history (%s, state, token, node, started_at, ended_at)
                select %s, 'default', 'default', 0, 'other', '"past"', 'java', t, null, 3600000, 1, 1000, 2, 3600000, 1, 0, 0,
                    'SUCCEEDED', n, 'bench', t, t + interval '2 milliseconds'
                from generate_series(1, %d) n,
                    lateral (select now() - interval '1 hour' + n * interval '300 microseconds' as t) at_time
                """
                        .formatted(COLUMNS, ID.formatted("t"), HISTORY));
    }

    /** Ready in {@link #PAUSED_QUEUE}. */
    static String ready(int tasks) {
        return waiting(tasks, "READY", "paused", "null::timestamptz", "1700000000000000 + n");
    }

    /** Due in a month, one a second. */
    static String scheduled(int tasks) {
        return waiting(
                tasks,
                "SCHEDULED",
                "default",
                "now() + interval '30 days' + n * interval '1 second'",
                "((extract(epoch from now()) + 2592000 + n) * 1000000)::bigint");
    }

    private static String waiting(int tasks, String state, String queue, String due, String rank) {
        return """
                insert into task (%s, state, rank)
                select %s, 'default', '%s', 0, 'noop', '"waiting"', 'java', now(), %s, 3600000, 1, 1000, 2, 3600000, 0, 0, 0,
                    '%s', %s
                from generate_series(1, %d) n
                """
                .formatted(COLUMNS, ID.formatted("now()"), queue, due, state, rank, tasks);
    }

    private static long waiting(Database database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from task where handler = 'noop'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
