package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskIds;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.TriggerRows.Firing;
import dev.takt.record.TriggerRows.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The rows of the triggers, and what must hold of them: each due time that was not missed makes one task, and no other does. */
final class SimulatedTriggers {
    private static final String ACTOR = "trigger:";

    /** Whose due times are let pass when they were missed. */
    private static final String SKIPPING = "skipping";

    /** A node's clock is up to three seconds wrong, and then goes too fast or too slowly. */
    private static final Duration CLOCK_ERROR_MAX = Duration.ofMillis(4_500);

    /** How far behind a trigger may be when all is well: the lease of an owner that died ends after three seconds. */
    private static final Duration BEHIND_MAX = Duration.ofSeconds(8);

    private final Timeline timeline;
    private final Invariants invariants;
    private final Mutation mutation;
    private final LongSupplier nowMicros;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Set<String> made = new HashSet<>();
    private int changes;

    /** A trigger fires at the multiples of its period. */
    private static final class Row {
        final String pool;
        final int version;
        String spec;
        Instant next;

        Row(String pool, int version, String spec, Instant next) {
            this.pool = pool;
            this.version = version;
            this.spec = spec;
            this.next = next;
        }
    }

    SimulatedTriggers(Timeline timeline, Invariants invariants, Mutation mutation, LongSupplier nowMicros) {
        this.timeline = timeline;
        this.invariants = invariants;
        this.mutation = mutation;
        this.nowMicros = nowMicros;
    }

    /** What a trigger means, as the job of it says in production. */
    record Planner(TaskIds ids, LongSupplier nodeMicros) implements TriggerPlanner {
        @Override
        public void expect(Collection<String> jobs) {}

        @Override
        public Optional<Instant> next(Upcoming trigger, Instant after) {
            return Optional.of(SimulatedTriggers.next(trigger.spec(), after));
        }

        @Override
        public boolean skipsMissed(Upcoming trigger) {
            return trigger.spec().endsWith(SKIPPING);
        }

        @Override
        public Optional<TaskSpec> task(Upcoming trigger, Instant due) {
            String pool = trigger.job();
            return Optional.of(new TaskSpec(
                    ids.next(),
                    pool,
                    pool + "-a",
                    pool,
                    1,
                    "quick",
                    "1",
                    null,
                    null,
                    null,
                    ACTOR + trigger.name(),
                    0,
                    nodeMicros.getAsLong(),
                    Micros.of(due),
                    0,
                    0,
                    new RetryPolicy(1, 50, 2, 3_000),
                    Demand.NONE));
        }
    }

    private static Duration period(String spec) {
        return Duration.parse(spec.split(" ")[0]);
    }

    private static Instant next(String spec, Instant after) {
        long millis = period(spec).toMillis();
        return Instant.ofEpochMilli((after.toEpochMilli() / millis + 1) * millis);
    }

    private Instant now() {
        return Micros.instant(nowMicros.getAsLong());
    }

    /** Makes a trigger, or gives it another period. */
    void set(String pool, String name) {
        String spec =
                Duration.ofMillis(timeline.between(700, 5_000)) + (timeline.chance(0.3) ? " " + SKIPPING : " once");
        rows.put(name, new Row(pool, changes++, spec, next(spec, now())));
        timeline.tell("db", "trigger %s fires each %s", name, spec);
    }

    /** Gives those of a pool another period. */
    void change(String pool) {
        rows.forEach((name, row) -> {
            if (row.pool.equals(pool)) {
                set(pool, name);
            }
        });
    }

    /** When all has been well for a while: none stands still. Then there are none any more. */
    void end() {
        rows.forEach((name, row) -> invariants.check(
                row.next.isAfter(now().minus(BEHIND_MAX)),
                "trigger %s stands still at %s; it is %s",
                name,
                row.next,
                now()));
        rows.clear();
    }

    List<Upcoming> upcoming(String pool, Instant until, int limit) {
        return rows.entrySet().stream()
                .filter(row ->
                        row.getValue().pool.equals(pool) && row.getValue().next.isBefore(until))
                .sorted(Comparator.comparing(row -> row.getValue().next))
                .limit(limit)
                .map(row -> new Upcoming(pool, row.getKey(), row.getValue().spec, row.getValue().next, Instant.EPOCH))
                .toList();
    }

    /** One statement: false, and nothing is changed, when a row is not, or not any more, as the one who fires it read it. */
    boolean moveOn(List<Firing> firings) {
        Set<String> moved = new HashSet<>();
        for (Firing firing : firings) {
            invariants.check(moved.add(firing.name()), "trigger %s fires twice at once", firing.name());
            Row row = rows.get(firing.name());
            boolean asRead = row != null && row.spec.equals(firing.spec()) && row.next.equals(firing.due());
            if (!asRead && mutation != Mutation.TRIGGER_MOVED_BLINDLY) {
                return false;
            }
        }
        for (Firing firing : firings) {
            Row row = rows.get(firing.name());
            invariants.check(
                    row != null && row.spec.equals(firing.spec()),
                    "trigger %s fires by '%s', which is not its definition any more",
                    firing.name(),
                    firing.spec());
            boolean leaves = !firing.next().equals(next(firing.spec(), firing.due()));
            invariants.check(
                    !leaves || isMissed(firing),
                    "trigger %s goes from %s to %s",
                    firing.name(),
                    firing.due(),
                    firing.next());
            invariants.check(
                    !firing.skipped() || isMissed(firing) && firing.spec().endsWith(SKIPPING),
                    "trigger %s lets %s pass",
                    firing.name(),
                    firing.due());
            row.next = firing.next();
        }
        return true;
    }

    private boolean isMissed(Firing firing) {
        return now().isAfter(firing.due().plus(TriggerClock.MISFIRE_AFTER).minus(CLOCK_ERROR_MAX));
    }

    /** In the transaction that moves them on, each that is not skipped makes its task. */
    void fired(List<Firing> firings, List<Task> inserted) {
        Set<String> tasks = new HashSet<>();
        for (Task task : inserted) {
            TaskSpec spec = task.spec();
            if (spec.submittedBy().startsWith(ACTOR)) {
                String occurrence = occurrence(spec.submittedBy().substring(ACTOR.length()), spec.dueMicros());
                invariants.check(made.add(occurrence), "%s has two tasks", occurrence);
                invariants.check(task.state() != TaskState.SCHEDULED, "%s waits", occurrence);
                tasks.add(occurrence);
            }
        }
        for (Firing firing : firings) {
            String occurrence = occurrence(firing.name(), Micros.of(firing.due()));
            invariants.check(tasks.remove(occurrence) != firing.skipped(), "%s: no task, or one too many", occurrence);
        }
        invariants.check(tasks.isEmpty(), "%s were not due", tasks);
    }

    /** A trigger that is changed may fire anew at a time at which its owner, whose clock goes ahead, has fired it before. */
    private String occurrence(String name, long dueMicros) {
        Row row = rows.get(name);
        return "%s, version %d, at %d".formatted(name, row == null ? 0 : row.version, dueMicros);
    }
}
