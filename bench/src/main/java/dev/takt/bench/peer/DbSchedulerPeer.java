package dev.takt.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.takt.bench.workload.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * db-scheduler as its README (github.com/kagkarlsson/db-scheduler) advises for throughput: {@code lock-and-fetch} polling
 * ("Polling strategy lock-and-fetch") with the threads and fractions of its own benchmark ("Benchmark test": {@value #THREADS}
 * threads, lower {@value #LOWER}, upper {@value #UPPER}), {@code enableImmediateExecution}, {@code scheduleBatch}. The
 * index for priorities is left out, as nothing here has one. It looks every {@value #POLLING_MILLIS} ms (10 s by default). Long
 * tasks have the fractions "for normal usage", so that a process takes no more than it runs.
 *
 * <p>{@link Setting#QUICK_RECOVERY}: a heartbeat every second and {@value #MISSED_HEARTBEATS} missed ones, the fewest that it
 * accepts (5 minutes and 6 by default).
 */
final class DbSchedulerPeer implements Peer {
    private static final int THREADS = 20;
    private static final double LOWER = 4.0;
    private static final double UPPER = 20.0;
    private static final double LOWER_OF_LONG_TASKS = 0.5;
    private static final double UPPER_OF_LONG_TASKS = 1.0;
    private static final int POLLING_MILLIS = 50;
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final int BATCH = 1_000;

    /** A second in which all schedules are there before the first is due. */
    private static final Duration LEAD = Duration.ofSeconds(3);

    private static final String MAKE =
            """
            create table scheduled_tasks (
                task_name text not null, task_instance text not null, task_data bytea,
                execution_time timestamp with time zone not null, picked boolean not null, picked_by text,
                last_success timestamp with time zone, last_failure timestamp with time zone, consecutive_failures int,
                last_heartbeat timestamp with time zone, version bigint not null, priority smallint,
                primary key (task_name, task_instance));
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            """;

    private final Tables tables;
    private final OneTimeTask<Void> task;
    private final CustomTask<Void> firing;
    private final Scheduler scheduler;
    private volatile Duration period = Duration.ZERO;
    private volatile long[] dues = new long[0];

    DbSchedulerPeer(String url, String user, String password, Setting setting, Work work) throws SQLException {
        tables = new Tables(url, user, password, THREADS + 4);
        tables.make("scheduled_tasks", MAKE);
        task = Tasks.oneTime("bench").execute((instance, context) -> work.run(Long.parseLong(instance.getId())));
        firing = Tasks.custom("firing", Void.class).execute((instance, context) -> {
            work.fired(Integer.parseInt(instance.getId()));
            Instant next = context.getExecution().executionTime.plus(period);
            return (complete, operations) -> operations.reschedule(complete, next);
        });
        SchedulerBuilder builder = Scheduler.create(tables.source(), List.of(task, firing))
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .threads(THREADS)
                .pollUsingLockAndFetch(
                        setting == Setting.THROUGHPUT ? LOWER : LOWER_OF_LONG_TASKS,
                        setting == Setting.THROUGHPUT ? UPPER : UPPER_OF_LONG_TASKS)
                .pollingInterval(Duration.ofMillis(POLLING_MILLIS))
                .enableImmediateExecution();
        if (setting == Setting.QUICK_RECOVERY) {
            builder.heartbeatInterval(HEARTBEAT).missedHeartbeatsLimit(MISSED_HEARTBEATS);
        }
        scheduler = builder.build();
        scheduler.start();
    }

    @Override
    public void enqueue(long first, int tasks) {
        Instant now = Instant.now();
        for (long begin = first; begin < first + tasks; begin += BATCH) {
            List<TaskInstance<?>> instances = new ArrayList<>(BATCH);
            for (long number = begin; number < Math.min(begin + BATCH, first + tasks); number++) {
                instances.add(task.instance(Long.toString(number)));
            }
            scheduler.scheduleBatch(instances, now);
        }
    }

    @Override
    public void enqueueOne(long number) {
        scheduler.schedule(task.instance(Long.toString(number)), Instant.now());
    }

    @Override
    public void schedule(int schedules, Duration every, boolean spread) {
        period = every;
        dues = Grid.dues(schedules, every, spread, LEAD);
        for (int schedule = 0; schedule < schedules; schedule++) {
            scheduler.schedule(firing.instance(Integer.toString(schedule)), Grid.instant(dues[schedule]));
        }
    }

    @Override
    public void hold() {
        scheduler.pause();
    }

    @Override
    public boolean isIdle() throws SQLException {
        return tables.number(
                        "select count(*) from (select from scheduled_tasks where task_name = 'bench' limit 1) any_task")
                == 0;
    }

    @Override
    public Optional<String> fault(long first, int tasks) throws SQLException {
        long left = tables.number("select count(*) from scheduled_tasks where task_name = 'bench'");
        return left == 0 ? Optional.empty() : Optional.of(left + " tasks are left in the table");
    }

    @Override
    public long[] firstDues(int schedules) {
        return dues.clone();
    }
}
