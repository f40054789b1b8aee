package dev.takt.job;

import dev.takt.api.Needs;
import dev.takt.api.Retry;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskRequest;
import dev.takt.core.Micros;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Demand;
import dev.takt.core.task.TaskSpec;
import dev.takt.own.Pools;
import dev.takt.record.JobRows;
import dev.takt.record.Labels;
import dev.takt.record.OwnerDatabase;
import dev.takt.record.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Makes task specifications: what the request says, else what its job says, else Takt's defaults. The request's own form
 * has been checked before ({@code dev.takt.intake.RequestRules}).
 */
@ApplicationScoped
public class TaskSpecs {
    private static final Logger LOG = Logger.getLogger(TaskSpecs.class);

    /** The queue of tasks that name none. */
    public static final String DEFAULT_QUEUE = "default";

    /** How long an attempt may take when nobody says: long enough for most work, short enough to free a stuck slot. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

    /** How long a job is remembered before it is read again: changes on another node take effect within this time. */
    private static final long JOB_KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MILLIS_PER_CORE = 1_000;

    /** How many jobs are remembered. */
    private static final int JOBS_KEPT_MAX = 10_000;

    /** The owners' connections: triggers fire in an owner's thread, and pages must not use up what it needs. */
    @Inject
    private OwnerDatabase database;

    @Inject
    private Pools pools;

    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    /** A job as tasks are made of it. */
    private record Current(String name, int version, JobDefinition definition) {}

    private record Remembered(Optional<Current> job, long atNanos) {
        boolean isFresh() {
            return System.nanoTime() - atNanos < JOB_KEPT_NANOS;
        }
    }

    /**
     * Makes one.
     *
     * @param path what violations put before their fields: empty, or {@code [index].}
     * @param violations takes what is wrong; the result is empty then
     */
    public Optional<TaskSpec> make(TaskRequest request, String path, String actor, List<Violation> violations) {
        Optional<Current> job = request.job() == null ? Optional.empty() : job(request.job());
        if (request.job() != null && job.isEmpty()) {
            violations.add(new Violation(
                    path + "job",
                    "There is no job '" + request.job() + "'; make it with PUT /jobs/" + request.job() + "."));
            return Optional.empty();
        }
        JobDefinition definition = job.map(Current::definition).orElse(NOTHING);
        String queue = either(request.queue(), definition.queue(), DEFAULT_QUEUE);
        Optional<String> pool = pools.poolOf(queue);
        if (pool.isEmpty()) {
            violations.add(new Violation(
                    path + "queue", "There is no queue '" + queue + "'; make it with PUT /queues/" + queue + "."));
            return Optional.empty();
        }
        return Optional.of(make(new Parts(request, job.orElse(null), definition, pool.get(), queue), actor));
    }

    private record Parts(TaskRequest request, Current job, JobDefinition definition, String pool, String queue) {}

    private TaskSpec make(Parts parts, String actor) {
        TaskRequest request = parts.request();
        JobDefinition definition = parts.definition();
        Instant now = Instant.now();
        Instant due = request.delay() == null ? request.due() : now.plus(request.delay());
        Duration ttl = either(request.ttl(), definition.ttl(), null);
        Instant mayStart = due == null || due.isBefore(now) ? now : due;
        return new TaskSpec(
                TimeOrderedId.next(),
                parts.pool(),
                parts.queue(),
                parts.job() == null ? null : parts.job().name(),
                parts.job() == null ? 0 : parts.job().version(),
                parts.job() == null ? request.handler() : definition.handler(),
                either(request.payload(), definition.payload(), null),
                Labels.write(labels(request.labels(), definition.labels())),
                request.key(),
                null,
                actor,
                either(request.priority(), definition.priority(), 0),
                Micros.of(now),
                due == null ? 0 : Micros.of(due),
                ttl == null ? 0 : Micros.of(mayStart.plus(ttl)),
                either(request.timeout(), definition.timeout(), DEFAULT_TIMEOUT).toMillis(),
                RetryPolicy.of(either(request.retry(), definition.retry(), Retry.NONE)),
                demand(request.needs(), definition.needs(), mayStart));
    }

    /** The request's needs, completed from its job's; labels of both, the request's before. */
    static Demand demand(Needs own, Needs ofJob, Instant mayStart) {
        if (own == null && ofJob == null) {
            return Demand.NONE;
        }
        Needs request = either(own, null, Needs.NONE);
        Needs job = either(ofJob, null, Needs.NONE);
        Duration expected = either(request.expected(), job.expected(), Duration.ZERO);
        Instant deadline = request.deadline();
        if (deadline == null) {
            Duration in = either(request.deadlineIn(), job.deadlineIn(), null);
            deadline = in == null ? null : mayStart.plus(in);
        }
        double cpu = either(request.cpu(), job.cpu(), 0.0);
        return new Demand(
                TimeUnit.NANOSECONDS.toMicros(expected.toNanos()),
                deadline == null ? 0 : Micros.of(deadline),
                (int) Math.round(cpu * MILLIS_PER_CORE),
                either(request.memoryMb(), job.memoryMb(), 0),
                either(request.affinityKey(), job.affinityKey(), null),
                either(request.group(), job.group(), null),
                labels(request.nodeLabels(), job.nodeLabels()),
                labels(request.preferLabels(), job.preferLabels()));
    }

    /** A new task that repeats an ended one. */
    public TaskSpec repeat(TaskSpec ended, String actor) {
        return new TaskSpec(
                TimeOrderedId.next(),
                ended.pool(),
                ended.queue(),
                ended.job(),
                ended.jobVersion(),
                ended.handler(),
                ended.payload(),
                ended.labels(),
                null,
                ended.id(),
                actor,
                ended.priority(),
                Micros.of(Instant.now()),
                0,
                0,
                ended.timeoutMillis(),
                ended.retry(),
                ended.demand().withoutDeadline());
    }

    /** A job; what is remembered may be some seconds old. */
    private Optional<Current> job(String name) {
        Remembered known = remembered.get(name);
        return known != null && known.isFresh()
                ? known.job()
                : Optional.ofNullable(remember(List.of(name)).get(name));
    }

    /** Reads some jobs at once, of which tasks will be made soon; those that there are, by name. */
    Map<String, Current> remember(Collection<String> names) {
        if (remembered.size() + names.size() > JOBS_KEPT_MAX) {
            remembered.clear();
        }
        Map<String, Current> found = new HashMap<>();
        for (JobRows.Job job : database.query(connection -> JobRows.find(connection, names))) {
            try {
                JobDefinition definition = JobDocument.read(job.definition().getBytes(StandardCharsets.UTF_8));
                found.put(job.name(), new Current(job.name(), job.version(), definition));
            } catch (TaktException.Invalid unreadable) {
                LOG.errorf(
                        "Job '%s' of version %d cannot be understood by this node, which makes no tasks of it: %s",
                        job.name(), job.version(), unreadable.violations());
            }
        }
        long now = System.nanoTime();
        names.forEach(name -> remembered.put(name, new Remembered(Optional.ofNullable(found.get(name)), now)));
        return found;
    }

    /** A job changed on this node: the next task sees it. */
    public void forget(String name) {
        remembered.remove(name);
    }

    private static final JobDefinition NOTHING =
            new JobDefinition(null, null, null, null, null, null, null, null, null, null, false, List.of());

    private static <T> T either(T first, T second, T third) {
        if (first != null) {
            return first;
        }
        return second == null ? third : second;
    }

    private static Map<String, String> labels(Map<String, String> own, Map<String, String> ofJob) {
        if (ofJob == null || ofJob.isEmpty()) {
            return own;
        }
        Map<String, String> both = new TreeMap<>(ofJob);
        if (own != null) {
            both.putAll(own);
        }
        return both;
    }
}
