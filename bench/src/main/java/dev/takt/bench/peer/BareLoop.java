package dev.takt.bench.peer;

import dev.takt.bench.workload.Work;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What the database allows to a queue in a table, without a scheduler: {@code for update skip locked} as PostgreSQL's manual
 * has it for queue-like tables (SELECT, "The Locking Clause"), rows by {@code unnest} in batches of {@value #BATCH},
 * claims and completions in batches of {@value #BATCH} over {@value #WORKERS} connections, prepared statements, one narrow
 * partial index. A completed task is deleted: no history, no retries, no recovery.
 */
final class BareLoop implements Peer {
    private static final int BATCH = 500;
    private static final int WORKERS = 4;

    /** Four workers look 800 times a second together, which costs a few percent of one core. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(5);

    private static final String MAKE =
            """
            create table job (id bigint primary key, payload text not null, claimed boolean not null);
            create index job_waiting on job (id) where not claimed;
            alter table job set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02,
                autovacuum_vacuum_cost_delay = 0);
            """;

    private static final String ENQUEUE = "insert into job select id, id::text, false from unnest(?) id";

    private static final String CLAIM =
            """
            update job set claimed = true where id = any(array(
                select id from job where not claimed order by id limit %d for update skip locked))
            returning id, payload
            """
                    .formatted(BATCH);

    private static final String COMPLETE = "delete from job where id = any(?)";

    private final Tables tables;
    private final Work work;
    private volatile boolean held;

    BareLoop(String url, String user, String password, Work work) throws SQLException {
        this.tables = new Tables(url, user, password, WORKERS + 2);
        this.work = work;
        tables.make("job", MAKE);
        for (int number = 1; number <= WORKERS; number++) {
            Thread worker = new Thread(this::loop, "worker-" + number);
            worker.setDaemon(true);
            worker.start();
        }
    }

    private void loop() {
        try (Connection connection = tables.source().getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
            while (true) {
                List<Long> claimed = held ? List.of() : claim(claim);
                if (claimed.isEmpty()) {
                    LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
                    continue;
                }
                claimed.forEach(work::run);
                Array ids = connection.createArrayOf("bigint", claimed.toArray());
                complete.setArray(1, ids);
                complete.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A worker of the bare loop failed", e);
        }
    }

    private static List<Long> claim(PreparedStatement claim) throws SQLException {
        List<Long> claimed = new ArrayList<>();
        try (ResultSet row = claim.executeQuery()) {
            while (row.next()) {
                claimed.add(Long.parseLong(row.getString(2)));
            }
        }
        return claimed;
    }

    @Override
    public void enqueue(long first, int tasks) throws SQLException {
        try (Connection connection = tables.source().getConnection();
                PreparedStatement statement = connection.prepareStatement(ENQUEUE)) {
            for (long begin = first; begin < first + tasks; begin += BATCH) {
                Object[] ids = new Object[(int) Math.min(BATCH, first + tasks - begin)];
                for (int place = 0; place < ids.length; place++) {
                    ids[place] = begin + place;
                }
                statement.setArray(1, connection.createArrayOf("bigint", ids));
                statement.executeUpdate();
            }
        }
    }

    @Override
    public void enqueueOne(long number) throws SQLException {
        enqueue(number, 1);
    }

    @Override
    public void hold() {
        held = true;
    }

    @Override
    public boolean isIdle() throws SQLException {
        return tables.number("select count(*) from (select from job limit 1) any_job") == 0;
    }

    @Override
    public Optional<String> fault(long first, int tasks) throws SQLException {
        long left = tables.number("select count(*) from job");
        return left == 0 ? Optional.empty() : Optional.of(left + " tasks are left in the table");
    }

    @Override
    public long[] firstDues(int schedules) {
        throw new UnsupportedOperationException("The bare loop has no schedules.");
    }
}
