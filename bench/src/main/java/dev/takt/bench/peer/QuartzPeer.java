package dev.takt.bench.peer;

import dev.takt.bench.workload.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Quartz with its clustered JDBC store as its configuration reference (quartz-scheduler.org, "Main", "JDBC-JobStoreTX" and
 * "Clustering") advises for many triggers: HikariCP, {@value #THREADS} threads, {@code batchTriggerAcquisitionMaxCount} as
 * many, which needs {@code acquireTriggersWithinLock}. A task is a trigger of one durable job, stored by
 * {@code scheduleJobs} in batches of {@value #BATCH}: cheaper than a job for each.
 *
 * <p>{@link Setting#QUICK_RECOVERY}: a check-in each second (7.5 s by default); to that Quartz adds 7.5 s of its own.
 */
final class QuartzPeer implements Peer {
    private static final int THREADS = 20;
    private static final int BATCH = 1_000;
    private static final int CHECK_IN_MILLIS = 1_000;

    /** The least that Quartz accepts: how long it sleeps when nothing is due, unless it is told of something. */
    private static final int IDLE_WAIT_MILLIS = 1_000;

    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final String TABLES = "org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    private final Tables tables;
    private final Scheduler scheduler;
    private volatile long[] dues = new long[0];
    private volatile boolean jobIsThere;

    QuartzPeer(String url, String user, String password, Setting setting, Work work)
            throws SQLException, SchedulerException, IOException {
        tables = new Tables(url, user, password, 2);
        try (InputStream script = QuartzPeer.class.getClassLoader().getResourceAsStream(TABLES)) {
            tables.make("qrtz_triggers", new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        scheduler = new StdSchedulerFactory(properties(url, user, password, setting)).getScheduler();
        scheduler.setJobFactory((bundle, of) -> new QuartzTask(work));
        scheduler.start();
    }

    private static Properties properties(String url, String user, String password, Setting setting) {
        Properties all = new Properties();
        all.put("org.quartz.scheduler.instanceName", "bench");
        all.put("org.quartz.scheduler.instanceId", "AUTO");
        all.put("org.quartz.scheduler.skipUpdateCheck", "true");
        all.put("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(THREADS));
        all.put("org.quartz.scheduler.idleWaitTime", Integer.toString(IDLE_WAIT_MILLIS));
        all.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        all.put("org.quartz.threadPool.threadCount", Integer.toString(THREADS));
        all.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        all.put("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        all.put("org.quartz.jobStore.useProperties", "true");
        all.put("org.quartz.jobStore.isClustered", "true");
        all.put("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        if (setting != Setting.DELIVERED_RECOVERY) {
            all.put("org.quartz.jobStore.clusterCheckinInterval", Integer.toString(CHECK_IN_MILLIS));
        }
        all.put("org.quartz.jobStore.dataSource", "bench");
        all.put("org.quartz.dataSource.bench.provider", "hikaricp");
        all.put("org.quartz.dataSource.bench.driver", "org.postgresql.Driver");
        all.put("org.quartz.dataSource.bench.URL", url + "?reWriteBatchedInserts=true");
        all.put("org.quartz.dataSource.bench.user", user);
        all.put("org.quartz.dataSource.bench.password", password);
        all.put("org.quartz.dataSource.bench.maxConnections", Integer.toString(THREADS + 3));
        return all;
    }

    @Override
    public void enqueue(long first, int tasks) throws SchedulerException {
        for (long begin = first; begin < first + tasks; begin += BATCH) {
            Set<Trigger> triggers = new HashSet<>();
            for (long number = begin; number < Math.min(begin + BATCH, first + tasks); number++) {
                triggers.add(trigger(number));
            }
            scheduler.scheduleJobs(Map.of(job("bench"), triggers), true);
        }
    }

    @Override
    public void enqueueOne(long number) throws SchedulerException {
        if (!jobIsThere) {
            scheduler.addJob(job("bench"), true);
            jobIsThere = true;
        }
        scheduler.scheduleJob(trigger(number));
    }

    private static Trigger trigger(long number) {
        return TriggerBuilder.newTrigger()
                .withIdentity(Long.toString(number), "bench")
                .forJob("bench")
                .startNow()
                .build();
    }

    private static JobDetail job(String name) {
        return JobBuilder.newJob(QuartzTask.class)
                .withIdentity(name)
                .storeDurably()
                .requestRecovery()
                .build();
    }

    @Override
    public void schedule(int schedules, Duration period, boolean spread) throws SchedulerException {
        dues = Grid.dues(schedules, period, spread, LEAD);
        Set<Trigger> triggers = new HashSet<>();
        for (int schedule = 0; schedule < schedules; schedule++) {
            triggers.add(TriggerBuilder.newTrigger()
                    .withIdentity(Integer.toString(schedule), QuartzTask.FIRING)
                    .forJob(QuartzTask.FIRING)
                    .startAt(Date.from(Grid.instant(dues[schedule])))
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                            .withIntervalInMilliseconds(period.toMillis())
                            .repeatForever())
                    .build());
        }
        scheduler.scheduleJobs(Map.of(job(QuartzTask.FIRING), triggers), true);
    }

    @Override
    public void hold() throws SchedulerException {
        scheduler.standby();
    }

    @Override
    public boolean isIdle() throws SQLException {
        return tables.number(
                        """
                        select (select count(*) from (select from qrtz_triggers where job_name = 'bench' limit 1) waiting)
                            + (select count(*) from (select from qrtz_fired_triggers where job_name = 'bench' limit 1) running)
                        """)
                == 0;
    }

    @Override
    public Optional<String> fault(long first, int tasks) throws SQLException {
        long left = tables.number("select count(*) from qrtz_triggers where job_name = 'bench'");
        return left == 0 ? Optional.empty() : Optional.of(left + " triggers are left in the table");
    }

    @Override
    public long[] firstDues(int schedules) {
        return dues.clone();
    }
}
