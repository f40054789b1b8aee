package dev.takt.bench.takt;

import dev.takt.api.TaktClient;
import dev.takt.api.TaktException;
import dev.takt.api.TaskRequest;
import dev.takt.bench.workload.Entrance;
import dev.takt.bench.workload.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Takt by its client, as README's "Java" says: {@code submitAll} in batches of {@value #BATCH} from
 * {@value #SUBMITTERS} threads, {@code submit} for single tasks. Everything about Takt is as it is delivered.
 */
final class TaktContestant implements Entrance, Ledger {
    /** As many as one call takes. */
    private static final int BATCH = TaktClient.BATCH_MAX;

    /** While one batch is being written the next is being read: more brought nothing on two cores. */
    private static final int SUBMITTERS = 4;

    /** About as long as Takt needs for one of its batches. */
    private static final long BUSY_PAUSE_NANOS = 10_000_000;

    private static final String IDLE =
            """
            select not exists (select from task where pool = 'default' and state = 'RUNNING')
                and not exists (select from task where queue = 'default' and handler = 'bench' and state = 'READY')
            """;

    /** Payloads of other handlers need not be numbers. Ids begin with the time of their making. */
    private static final String ENDED =
            """
            select count(*), count(distinct payload) from task_history
            where id >= ? and case when handler = 'bench' and state = 'SUCCEEDED' then payload::bigint between ? and ? else false end
            """;

    private static final String DUES =
            """
            select substring(job from '[0-9]+$')::integer, (extract(epoch from next_fire_at) * 1000000)::bigint
            from job_trigger where job like 'bench-%'
            """;

    private final TaktClient takt;
    private final DataSource record;
    private final ExecutorService threads;

    /** When the tasks before were checked: those that come next are made later. */
    private volatile long checkedMillis;

    TaktContestant(TaktClient takt, DataSource record, ExecutorService threads) {
        this.takt = takt;
        this.record = record;
        this.threads = threads;
    }

    @Override
    public void enqueue(long first, int tasks) throws Exception {
        List<Future<?>> submitters = new ArrayList<>();
        for (int submitter = 0; submitter < SUBMITTERS; submitter++) {
            long begin = first + (long) submitter * BATCH;
            submitters.add(threads.submit(() -> submitEach(begin, first + tasks)));
        }
        for (Future<?> submitter : submitters) {
            submitter.get();
        }
    }

    private void submitEach(long begin, long end) {
        for (long batch = begin; batch < end; batch += (long) SUBMITTERS * BATCH) {
            List<TaskRequest> requests = new ArrayList<>(BATCH);
            for (long number = batch; number < Math.min(batch + BATCH, end); number++) {
                requests.add(request(number));
            }
            submit(requests);
        }
    }

    /** After a refusal because Takt is busy nothing was done: it is told again, as its documentation says. */
    private void submit(List<TaskRequest> requests) {
        while (true) {
            try {
                takt.submitAll(requests);
                return;
            } catch (TaktException.Busy later) {
                if (later.isUnavailable()) {
                    throw later;
                }
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
            }
        }
    }

    @Override
    public void enqueueOne(long number) {
        takt.submit(request(number));
    }

    private static TaskRequest request(long number) {
        return TaskRequest.forHandler(Handlers.TASK)
                .payloadJson(Long.toString(number))
                .build();
    }

    @Override
    public boolean isIdle() throws SQLException {
        try (Connection connection = record.getConnection();
                PreparedStatement statement = connection.prepareStatement(IDLE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Override
    public Optional<String> fault(long first, int tasks) throws SQLException {
        try (Connection connection = record.getConnection();
                PreparedStatement statement = connection.prepareStatement(ENDED)) {
            statement.setObject(1, new UUID(checkedMillis << 16, 0));
            statement.setLong(2, first);
            statement.setLong(3, first + tasks - 1);
            long nowMillis = System.currentTimeMillis();
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long rows = row.getLong(1);
                long different = row.getLong(2);
                checkedMillis = nowMillis;
                return rows == tasks && different == tasks
                        ? Optional.empty()
                        : Optional.of("%d rows of %d tasks in the history, %d were enqueued"
                                .formatted(rows, different, tasks));
            }
        }
    }

    @Override
    public long[] firstDues(int schedules) throws SQLException {
        long[] dues = new long[schedules];
        try (Connection connection = record.getConnection();
                PreparedStatement statement = connection.prepareStatement(DUES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                dues[row.getInt(1)] = row.getLong(2);
            }
        }
        return dues;
    }
}
