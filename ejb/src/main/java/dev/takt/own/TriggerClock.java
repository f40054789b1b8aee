package dev.takt.own;

import dev.takt.core.task.TaskSpec;
import dev.takt.record.TriggerRows.Firing;
import dev.takt.record.TriggerRows.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * The triggers of a pool that fire within the next minute, in memory, so that they fire on time. The record is read
 * again every few seconds and when a job changed; what fires is moved on in the transaction that makes the task, so each
 * due time makes exactly one task, over restarts and changes of owner too.
 */
final class TriggerClock {
    private static final Logger LOG = Logger.getLogger(TriggerClock.class);

    /** How far ahead is read. */
    private static final Duration AHEAD = Duration.ofSeconds(60);

    /** How often the record is read when nobody says that something changed. */
    private static final Duration READ_EVERY = Duration.ofSeconds(10);

    /** How many triggers are held; when more are due within a minute, the record is read again as these have fired. */
    private static final int HELD_MAX = 10_000;

    /**
     * How many fire in one round, which is one transaction of some 50 ms then. Were there fewer, the ends of those that
     * started first would be written before the last have started: a thousand of one second would take twice as long.
     */
    private static final int ROUND_MAX = 1_000;

    /** How many characters of payload make a round end before that: they are in memory several times over while it is written. */
    static final long ROUND_CHARS_MAX = 8L << 20;

    /** How long before they fire the jobs of triggers are read, all at once: many fire at the same second. */
    static final Duration EXPECT = Duration.ofMillis(1_500);

    /** How often that is done. */
    private static final Duration EXPECT_EVERY = Duration.ofMillis(750);

    /** A due time is missed, rather than a little late, when it is older than this. */
    static final Duration MISFIRE_AFTER = Duration.ofSeconds(5);

    private final String pool;
    private final TriggerPlanner planner;
    private final PriorityQueue<Held> upcoming = new PriorityQueue<>(Comparator.comparing(Held::due));
    private Instant readAt = Instant.EPOCH;
    private Instant expectedAt = Instant.EPOCH;
    private boolean full;
    /** Up to here all that fires is held. */
    private Instant horizon = Instant.EPOCH;

    /** A trigger, and what it will do after its next firing as soon as that is worked out. */
    private static final class Held {
        private final Upcoming trigger;
        private Optional<Instant> next;

        Held(Upcoming trigger) {
            this.trigger = trigger;
        }

        Instant due() {
            return trigger.nextFire();
        }
    }

    TriggerClock(String pool, TriggerPlanner planner) {
        this.pool = pool;
        this.planner = planner;
    }

    /** Reads the record at the next opportunity. */
    void forget() {
        readAt = Instant.EPOCH;
    }

    boolean wantsReading(Instant now) {
        return Duration.between(readAt, now).compareTo(READ_EVERY) >= 0 || (full && upcoming.isEmpty());
    }

    void read(PoolRecord.Reading record, Instant now) {
        List<Upcoming> found = record.triggers(pool, now.plus(AHEAD), HELD_MAX);
        upcoming.clear();
        found.forEach(trigger -> upcoming.add(new Held(trigger)));
        full = found.size() == HELD_MAX;
        horizon = full ? found.get(found.size() - 1).nextFire() : now.plus(AHEAD);
        readAt = now;
        expectedAt = Instant.EPOCH;
    }

    /** Works out beforehand what can be of what fires soon, so that many triggers of one second fire at once. */
    void expect(Instant now) {
        if (Duration.between(expectedAt, now).compareTo(EXPECT_EVERY) < 0) {
            return;
        }
        expectedAt = now;
        Instant until = now.plus(EXPECT);
        Set<String> jobs = new TreeSet<>();
        for (Held held : upcoming) {
            if (held.due().isBefore(until)) {
                jobs.add(held.trigger.job());
                planNext(held);
            }
        }
        if (!jobs.isEmpty()) {
            planner.expect(jobs);
        }
    }

    private void planNext(Held held) {
        if (held.next == null) {
            held.next = planner.next(held.trigger, held.due());
        }
    }

    /** When the next trigger fires; {@link Instant#MAX} when none is known. */
    Instant next() {
        return upcoming.isEmpty() ? Instant.MAX : upcoming.peek().due();
    }

    /**
     * The tasks of the triggers that are due, with what is to be noted of each in {@code firings}. A trigger fires once in a
     * round, because its row moves on once in a transaction; when its next time is over too, the next round follows at once.
     */
    List<TaskSpec> fire(Instant now, List<Firing> firings) {
        List<TaskSpec> tasks = new ArrayList<>();
        List<Held> moved = new ArrayList<>();
        long chars = 0;
        while (!upcoming.isEmpty()
                && !upcoming.peek().due().isAfter(now)
                && firings.size() < ROUND_MAX
                && chars < ROUND_CHARS_MAX) {
            Held held = upcoming.poll();
            Upcoming trigger = held.trigger;
            Instant due = held.due();
            boolean missed = Duration.between(due, now).compareTo(MISFIRE_AFTER) > 0;
            // After a miss go on from now: all that was missed is served by one task, or by none.
            if (missed) {
                held.next = planner.next(trigger, now);
            } else {
                planNext(held);
            }
            Instant next = held.next.orElse(null);
            boolean skip = missed && planner.skipsMissed(trigger);
            if (missed) {
                LOG.infof(
                        "Trigger '%s' of job '%s' missed its time %s; %s",
                        trigger.name(), trigger.job(), due, skip ? "it waits for the next." : "it fires once now.");
            }
            Optional<TaskSpec> task = skip ? Optional.empty() : planner.task(trigger, due);
            if (task.isPresent()) {
                tasks.add(task.get());
                chars += task.get().payload() == null ? 0 : task.get().payload().length();
            }
            firings.add(new Firing(trigger.job(), trigger.name(), trigger.spec(), due, next, skip));
            if (next != null && next.isBefore(horizon)) {
                moved.add(
                        new Held(new Upcoming(trigger.job(), trigger.name(), trigger.spec(), next, trigger.madeAt())));
            }
        }
        upcoming.addAll(moved);
        return tasks;
    }
}
