package dev.takt.job;

import dev.takt.access.Audit;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.core.schedule.Schedule;
import dev.takt.own.Owners;
import dev.takt.record.Database;
import dev.takt.record.JobRows;
import dev.takt.record.JobRows.Job;
import dev.takt.record.JobRows.Trigger;
import dev.takt.record.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The jobs: definitions with versions, and their triggers. Changes are audited. */
@ApplicationScoped
public class Jobs {
    /** How many due times of a trigger are shown. */
    static final int FIRES_SHOWN = 5;

    private Database database;
    private Owners owners;
    private TaskSpecs specs;

    /** For the container. */
    protected Jobs() {}

    /**
     * @param owners are told when triggers changed
     * @param specs are told when a job changed
     */
    @Inject
    public Jobs(Database database, Owners owners, TaskSpecs specs) {
        this.database = database;
        this.owners = owners;
        this.specs = specs;
    }

    /**
     * One page of jobs by name.
     *
     * @param after the last name of the page before; null for the first page
     * @param limit how many at most, from 1
     */
    public Page<JobView> list(String after, int limit) {
        return database.query(connection -> {
            // One more than asked for tells whether there is a next page.
            List<Job> found = JobRows.list(connection, Objects.requireNonNullElse(after, ""), limit + 1);
            boolean more = found.size() > limit;
            List<Job> jobs = more ? found.subList(0, limit) : found;
            if (jobs.isEmpty()) {
                return new Page<>(List.of(), null);
            }
            String last = jobs.get(jobs.size() - 1).name();
            List<Trigger> triggers = JobRows.triggers(connection, jobs.get(0).name(), last);
            List<JobView> views = jobs.stream().map(job -> view(job, triggers)).toList();
            return new Page<>(views, more ? last : null);
        });
    }

    public Optional<JobView> find(String name) {
        return database.query(connection -> {
            Optional<Job> job = JobRows.find(connection, name);
            List<Trigger> triggers = job.isEmpty() ? List.of() : JobRows.triggers(connection, name, name);
            return job.map(found -> view(found, triggers));
        });
    }

    /**
     * Makes or changes a job; a change makes a new version. Tasks that exist keep what they were made with. A definition
     * that says what the job already is changes nothing.
     *
     * @throws dev.takt.api.TaktException.Invalid with all violations
     * @throws dev.takt.api.TaktException.Conflict when somebody else makes the same job at the same moment
     */
    public JobView put(String name, JobDefinition definition, String actor) {
        JobDefinition complete = JobRules.complete(definition);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        boolean changed = database.inTransaction(connection -> {
            Optional<Job> known = JobRows.lock(connection, name);
            String pool = check(connection, name, complete, known, now);
            String text = JobDocument.write(complete);
            if (known.isPresent() && known.get().definition().equals(text)) {
                return false;
            }
            int version = JobRows.newestVersion(connection, name) + 1;
            Job job = new Job(name, version, text, now, actor);
            if (known.isPresent()) {
                JobRows.update(connection, job);
            } else if (!JobRows.insert(connection, job)) {
                throw new TaktException.Conflict("Somebody else made job '" + name
                        + "' at this moment; look at it, and send your definition again if it is still wanted.");
            }
            JobRows.insertVersion(connection, job);
            writeTriggers(connection, name, complete, pool, now);
            Audit.record(connection, actor, known.isPresent() ? "job.changed" : "job.made", name, "Version " + version);
            return true;
        });
        if (changed) {
            tell(name);
        }
        return find(name).orElseThrow(() -> missing(name));
    }

    /**
     * Removes a job and its triggers; its tasks stay.
     *
     * @throws dev.takt.api.TaktException.NotFound when there is none
     */
    public void delete(String name, String actor) {
        database.inTransaction(connection -> {
            Job job = JobRows.lock(connection, name).orElseThrow(() -> missing(name));
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            JobRows.insertVersion(connection, new Job(name, job.version() + 1, null, now, actor));
            JobRows.delete(connection, name);
            Audit.record(connection, actor, "job.deleted", name, "Version " + job.version() + " was the last");
            return null;
        });
        tell(name);
    }

    private void tell(String name) {
        specs.forget(name);
        owners.triggersChanged();
    }

    /** Checks a definition against the rules and the record; the pool of its queue. */
    private static String check(
            Connection connection, String name, JobDefinition definition, Optional<Job> known, Instant now)
            throws SQLException {
        Map<String, Instant> times = new HashMap<>();
        known.ifPresent(job -> definition(job).triggers().forEach(trigger -> times.put(trigger.name(), trigger.at())));
        List<Violation> violations = JobRules.check(name, definition, now, times);
        String queue = Objects.requireNonNullElse(definition.queue(), TaskSpecs.DEFAULT_QUEUE);
        Optional<String> pool = JobRows.poolOfQueue(connection, queue);
        if (pool.isEmpty() && violations.stream().noneMatch(one -> one.field().equals("queue"))) {
            violations.add(new Violation(
                    "queue", "There is no queue '" + queue + "'; make it with PUT /queues/" + queue + "."));
        }
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
        return pool.orElseThrow();
    }

    /** Brings the trigger rows to what the definition says; those that stay the same are not touched. */
    private static void writeTriggers(
            Connection connection, String job, JobDefinition definition, String pool, Instant now) throws SQLException {
        Map<String, Trigger> known = new HashMap<>();
        for (Trigger row : JobRows.lockTriggers(connection, job)) {
            known.put(row.name(), row);
        }
        List<Trigger> added = new ArrayList<>();
        for (TriggerDefinition trigger : definition.triggers()) {
            Trigger row = known.get(trigger.name());
            Trigger wanted = row(job, trigger, row, pool, definition.paused(), now);
            if (wanted.equals(row)) {
                known.remove(trigger.name());
            } else {
                added.add(wanted);
            }
        }
        for (String name : known.keySet()) {
            JobRows.deleteTrigger(connection, job, name);
        }
        for (Trigger row : added) {
            JobRows.insertTrigger(connection, row);
        }
    }

    private static Trigger row(
            String job, TriggerDefinition trigger, Trigger known, String pool, boolean paused, Instant now) {
        TriggerSpec spec = TriggerSpec.of(trigger);
        String text = spec.write();
        boolean stays = known != null && known.spec().equals(text);
        Instant madeAt = stays ? known.madeAt() : now;
        Instant next = null;
        if (!paused) {
            next = stays && known.nextFire() != null
                    ? known.nextFire()
                    : spec.schedule(madeAt).next(now).orElse(null);
        }
        return new Trigger(
                job, trigger.name(), pool, spec.kind().name(), text, next, stays ? known.lastFire() : null, madeAt);
    }

    private static JobView view(Job job, List<Trigger> triggers) {
        JobDefinition definition = definition(job);
        Map<String, Trigger> rows = new HashMap<>();
        for (Trigger row : triggers) {
            if (row.job().equals(job.name())) {
                rows.put(row.name(), row);
            }
        }
        List<JobView.TriggerView> views = definition.triggers().stream()
                .map(trigger -> view(trigger.name(), rows.get(trigger.name())))
                .toList();
        return new JobView(job.name(), job.version(), definition, views, job.changedAt(), job.changedBy());
    }

    /** @param row null when the job changed between two statements: its next look shows the trigger */
    private static JobView.TriggerView view(String name, Trigger row) {
        if (row == null || row.nextFire() == null) {
            return new JobView.TriggerView(name, row == null ? null : row.lastFire(), List.of());
        }
        Schedule schedule = TriggerSpec.read(row.spec()).schedule(row.madeAt());
        List<Instant> fires = new ArrayList<>();
        fires.add(row.nextFire());
        fires.addAll(schedule.next(row.nextFire(), FIRES_SHOWN - 1));
        return new JobView.TriggerView(name, row.lastFire(), List.copyOf(fires));
    }

    private static JobDefinition definition(Job job) {
        return JobDocument.read(job.definition().getBytes(StandardCharsets.UTF_8));
    }

    private static TaktException.NotFound missing(String name) {
        return new TaktException.NotFound("There is no job '" + name + "'; GET /api/v1/jobs lists those that are.");
    }
}
