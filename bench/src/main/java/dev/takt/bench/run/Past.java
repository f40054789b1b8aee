package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Ten days of ten million ended tasks with jobs, queues, states and labels, common ones and rare ones, and a million that wait.
 * What is common is spread evenly; some of it never meets: a search for both at once finds nothing.
 */
final class Past {
    static final int HISTORY = 10_000_000;
    static final int WAITING = 1_000_000;

    private static final int DAYS = 10;

    private static final String PARTITIONS =
            """
            do $$ declare day date; begin
                for day in select generate_series(current_date - %d, current_date + 1, interval '1 day')::date loop
                    execute format('create table if not exists task_history_%%s partition of task_history for values from (%%L) to (%%L)',
                        to_char(day, 'YYYYMMDD'), day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
                end loop;
            end $$"""
                    .formatted(DAYS + 1);

    private static final String QUEUES =
            """
            insert into queue (name, pool, order_policy, weight, changed_at, changed_by)
            select name, 'default', 'FCFS', 100, now(), 'bench' from unnest(array['mail', 'report', 'rare']) name""";

    private static final String ENDED =
            """
            insert into task_history (%s, job, job_version, labels, state, token, node, started_at, ended_at)
            select %s, 'default',
                case when n between 100000 and 100049 then 'rare' when n %% 10 = 0 then 'mail' when n %% 10 = 1 then 'report'
                    else 'default' end,
                0, 'other', '"past"', 'java', t, null, 3600000, 1, 1000, 2, 3600000, 1, 0, 0,
                case when n < 200 then 'ancient' when n %% 2 = 0 then 'job-' || n / 2 %% 20 end,
                case when n < 200 or n %% 2 = 0 then 1 end,
                case when n in (17, 1000017, 3000017, 5000017, 9000017) then '{"rare":"yes"}'
                    when n %% 10 = 0 then '{"region":"eu"}' when n %% 10 = 5 then '{"customer":"' || n / 10 %% 10000 || '"}' end,
                case when n %% 100 = 7 then 'FAILED' when n %% 10000 = 8 then 'CANCELLED' when n %% 500000 = 9 then 'EXPIRED'
                    else 'SUCCEEDED' end,
                n, 'bench', t, t + interval '2 milliseconds'
            from generate_series(1, %d) n,
                lateral (select now() - interval '%d days' + n * interval '86 milliseconds' as t) at_time""";

    private static final String LABELS =
            """
            insert into task_label (label, task)
            select l.key || '=' || l.value, h.id from task_history h, json_each_text(h.labels::json) l where h.labels is not null""";

    private Past() {}

    /** Fills a database whose tables a server has made. */
    static void fill(Database database) throws SQLException {
        Bench.say("  lists: filling in %,d rows of history and %,d waiting tasks …".formatted(HISTORY, WAITING));
        database.execute(
                PARTITIONS,
                QUEUES,
                ENDED.formatted(Backlog.COLUMNS, Backlog.ID.formatted("t"), HISTORY, DAYS),
                LABELS,
                Backlog.PAUSED_QUEUE,
                Backlog.ready(WAITING / 2),
                Backlog.scheduled(WAITING / 2));
    }

    /** The id of the task that so many ended tasks are older than, from 0. */
    static UUID idAt(Database database, int place) throws SQLException {
        try (var connection = database.connect();
                var statement =
                        connection.prepareStatement("select id from task_history order by id offset ? limit 1")) {
            statement.setInt(1, place);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    /** Filters, as the address has them; those of which one task knows nothing of another last. */
    static List<String> filters() {
        List<String> all = new ArrayList<>(List.of(
                "",
                "queue=default",
                "queue=mail",
                "queue=rare",
                "job=job-3",
                "job=ancient",
                "label=region=eu",
                "label=customer=5",
                "label=rare=yes",
                "label=none=such",
                "from=-PT36H",
                "to=-PT36H"));
        for (String state :
                List.of("SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED", "TIMED_OUT", "READY", "SCHEDULED", "RUNNING")) {
            all.add("state=" + state);
        }
        all.addAll(List.of(
                "state=FAILED,CANCELLED,TIMED_OUT",
                "queue=mail&label=region=eu",
                "queue=mail&job=job-0&state=SUCCEEDED",
                "queue=default&state=FAILED",
                "label=customer=5&state=SUCCEEDED",
                "job=ancient&state=FAILED",
                "label=region=eu&from=-PT36H",
                "queue=rare&from=-PT36H",
                "queue=rare&state=READY"));
        all.addAll(List.of(
                "label=region=eu&state=FAILED",
                "label=region=eu&queue=default",
                "queue=mail&state=FAILED",
                "job=job-3&queue=mail",
                "job=job-3&state=FAILED",
                "label=region=eu&job=job-3",
                "queue=report&label=region=eu&state=SUCCEEDED"));
        return all;
    }
}
