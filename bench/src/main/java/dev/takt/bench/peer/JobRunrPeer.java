package dev.takt.bench.peer;

import dev.takt.bench.workload.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.RecurringJobsResult;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/**
 * JobRunr (open source) as its documentation (jobrunr.io, "Background job server" and "Enqueueing jobs") advises: SQL
 * storage over HikariCP, bulk {@code enqueue(Stream)}, job requests instead of analysed lambdas, the poll interval at its
 * allowed minimum of {@value #POLL_SECONDS} s (15 s by default), {@value #WORKERS} workers (8 for each core by default; it fetches as many
 * jobs at a time as it has workers).
 *
 * <p>{@link Setting#QUICK_RECOVERY}: that poll interval, and a server is dead after {@value #TIMEOUT_POLLS} of them, the fewest that it accepts.
 */
final class JobRunrPeer implements Peer {
    private static final int POLL_SECONDS = 5;
    private static final int DELIVERED_POLL_SECONDS = 15;
    private static final int TIMEOUT_POLLS = 4;
    private static final int WORKERS = 64;
    private static final int CONNECTIONS = 20;

    private final Tables tables;
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;
    private long enqueued;

    JobRunrPeer(String url, String user, String password, Setting setting, Work work) {
        tables = new Tables(url, user, password, CONNECTIONS);
        storage = new PostgresStorageProvider(tables.source());
        BackgroundJobServerConfiguration configuration =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(WORKERS)
                        .andServerTimeoutPollIntervalMultiplicand(TIMEOUT_POLLS)
                        .andPollInterval(Duration.ofSeconds(
                                setting == Setting.DELIVERED_RECOVERY ? DELIVERED_POLL_SECONDS : POLL_SECONDS));
        JobRunrConfigurationResult jobRunr = JobRunr.configure()
                .useStorageProvider(storage)
                .useJobActivator(new Activator(new JobRunrTaskHandler(work)))
                .useBackgroundJobServer(configuration)
                .initialize();
        scheduler = jobRunr.getJobRequestScheduler();
        server = JobRunr.getBackgroundJobServer();
    }

    /** Gives JobRunr the one handler. */
    private record Activator(JobRunrTaskHandler handler) implements JobActivator {
        @Override
        public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
        }
    }

    @Override
    public void enqueue(long first, int tasks) {
        enqueued += tasks;
        scheduler.enqueue(LongStream.range(first, first + tasks).mapToObj(number -> new JobRunrTask(number, false)));
    }

    @Override
    public void enqueueOne(long number) {
        enqueued++;
        scheduler.enqueue(new JobRunrTask(number, false));
    }

    /** Spread schedules are an interval from when they are made, so they are made at a pace; the others are a cron. */
    @Override
    public void schedule(int schedules, Duration period, boolean spread) {
        long step = period.dividedBy(schedules).toNanos();
        long next = System.nanoTime();
        for (int schedule = 0; schedule < schedules; schedule++) {
            JobRunrTask task = new JobRunrTask(schedule, true);
            String name = "bench-" + schedule;
            if (spread) {
                LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
                next += step;
                scheduler.scheduleRecurrently(name, period, task);
            } else {
                scheduler.scheduleRecurrently(name, "*/" + period.toSeconds() + " * * * * *", task);
            }
        }
    }

    @Override
    public void hold() {
        server.pauseProcessing();
    }

    @Override
    public boolean isIdle() throws SQLException {
        return tables.number(
                        "select count(*) from (select from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING') limit 1) any_job")
                == 0;
    }

    @Override
    public Optional<String> fault(long first, int tasks) throws SQLException {
        long succeeded = tables.number("select count(*) from jobrunr_jobs where state = 'SUCCEEDED'");
        return succeeded == enqueued
                ? Optional.empty()
                : Optional.of("%d tasks have succeeded, %d were enqueued".formatted(succeeded, enqueued));
    }

    @Override
    public long[] firstDues(int schedules) {
        long[] dues = new long[schedules];
        RecurringJobsResult jobs = storage.getRecurringJobs();
        jobs.forEach(job -> dues[Integer.parseInt(job.getId().substring("bench-".length()))] =
                ChronoUnit.MICROS.between(Instant.EPOCH, job.getNextRun()));
        return dues;
    }
}
