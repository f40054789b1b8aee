package dev.takt.own;

import dev.takt.access.Audit;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.policy.LeastLoaded;
import dev.takt.core.policy.Order;
import dev.takt.core.policy.Placement;
import dev.takt.core.policy.Share;
import dev.takt.core.policy.WeightedFair;
import dev.takt.record.Database;
import dev.takt.record.SettingsRows;
import dev.takt.record.row.LeaseRow;
import dev.takt.record.row.PoolRow;
import dev.takt.record.row.QueueRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.hibernate.StatelessSession;

/** Pools and their queues: settings, which are audited, and how they stand now, which costs no database query. */
@ApplicationScoped
public class Pools {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final String NAME_RULE = "A name is 1 to 100 characters of letters, digits, '.', '_' and '-'.";
    private static final int DEFAULT_WEIGHT = 100;
    private static final int DEFAULT_LOST_LIMIT = 3;
    private static final int RUNNING_LIMIT_MAX = 100_000;

    /** How old the settings may be that are shown and routed by; changes on this node show at once. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Inject
    private Database database;

    @Inject
    private Owners owners;

    private volatile Settings latest = new Settings(List.of(), List.of(), List.of(), 0);

    private record Settings(List<PoolRow> pools, List<QueueRow> queues, List<LeaseRow> leases, long readNanos) {}

    /**
     * How a pool is run; null keeps what is, or takes the default.
     *
     * @param placement which node takes a task
     * @param share which queue is next
     * @param lostLimit how many attempts of a task may be lost until it is quarantined, 1 to 100
     */
    public record PoolSettings(String placement, String share, Integer lostLimit) {}

    /**
     * A pool as it stands.
     *
     * @param owner the owning node's name; null when nobody owns it
     * @param waiting tasks that are READY
     * @param scheduled tasks that are due later
     */
    public record PoolView(
            String name,
            PoolSettings settings,
            String owner,
            long epoch,
            long waiting,
            long scheduled,
            long running,
            int slots) {}

    /**
     * How a queue is served; null keeps what is, or takes the default.
     *
     * @param pool fixed once the queue exists
     * @param order how the line is ordered
     * @param weight its share, 1 to 1000
     * @param runningLimit at most so many run at once, 1 to 100000; 0 for no limit
     */
    public record QueueSettings(String pool, String order, Integer weight, Integer runningLimit) {}

    /** A queue as it stands. */
    public record QueueView(
            String name,
            QueueSettings settings,
            boolean paused,
            Instant pausedAt,
            String pausedBy,
            long waiting,
            long scheduled,
            long running) {}

    /**
     * Counts over all pools.
     *
     * @param live tasks that have not ended, by state
     * @param endedLastHour tasks that ended in the last 60 minutes, by state
     * @param ended all tasks that ever ended, by state
     */
    public record Stats(
            Map<TaskState, Long> live,
            Map<TaskState, Long> endedLastHour,
            Map<TaskState, Long> ended,
            double startsPerSecond) {}

    /** One minute of the throughput chart. */
    public record Minute(Instant minute, long succeeded, long failed) {}

    public List<PoolView> pools() {
        Settings settings = settings();
        return settings.pools().stream().map(row -> view(row, settings)).toList();
    }

    private PoolView view(PoolRow row, Settings settings) {
        long waiting = 0;
        long scheduled = 0;
        long running = 0;
        Standing.Picture picture = picture(row.name);
        for (Standing.QueuePicture queue : picture.queues().values()) {
            waiting += queue.waiting();
            scheduled += queue.scheduled();
            running += queue.running();
        }
        LeaseRow lease = settings.leases().stream()
                .filter(one -> one.pool.equals(row.name))
                .findFirst()
                .orElse(null);
        return new PoolView(
                row.name,
                new PoolSettings(row.placement, row.share, row.lostLimit),
                lease == null ? null : lease.ownerName,
                lease == null ? 0 : lease.epoch,
                waiting,
                scheduled,
                running,
                picture.slots());
    }

    /** Makes or changes a pool. */
    public PoolView putPool(String name, PoolSettings settings, String actor) {
        List<Violation> violations = new ArrayList<>();
        checkName(name, violations);
        checkNamed("placement", settings.placement(), Placement.NAMES, violations);
        checkNamed("share", settings.share(), Share.NAMES, violations);
        checkRange("lostLimit", settings.lostLimit(), 1, 100, violations);
        refuseIf(violations);
        database.inSession(session -> {
            PoolRow row = session.get(PoolRow.class, name);
            boolean made = row == null;
            PoolRow changed = made ? newPool(name) : row;
            changed.placement = settings.placement() == null ? changed.placement : settings.placement();
            changed.share = settings.share() == null ? changed.share : settings.share();
            changed.lostLimit = settings.lostLimit() == null ? changed.lostLimit : settings.lostLimit();
            changed.changedAt = now();
            changed.changedBy = actor;
            if (made) {
                session.insert(changed);
                session.insert(newLease(name));
            } else {
                session.update(changed);
            }
            audit(session, actor, made ? "pool.made" : "pool.changed", name, settings.toString());
            return null;
        });
        changed();
        return pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static PoolRow newPool(String name) {
        PoolRow row = new PoolRow();
        row.name = name;
        row.placement = LeastLoaded.NAME;
        row.share = WeightedFair.NAME;
        row.lostLimit = DEFAULT_LOST_LIMIT;
        return row;
    }

    private static LeaseRow newLease(String pool) {
        LeaseRow lease = new LeaseRow();
        lease.pool = pool;
        lease.renewedAt = now();
        return lease;
    }

    public List<QueueView> queues() {
        return settings().queues().stream().map(this::view).toList();
    }

    public Optional<QueueView> queue(String name) {
        return queues().stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    private QueueView view(QueueRow row) {
        Standing.QueuePicture picture =
                picture(row.pool).queues().getOrDefault(row.name, new Standing.QueuePicture(0, 0, 0));
        return new QueueView(
                row.name,
                new QueueSettings(row.pool, row.orderPolicy, row.weight, row.runningLimit),
                row.pausedAt != null,
                row.pausedAt,
                row.pausedBy,
                picture.waiting(),
                picture.scheduled(),
                picture.running());
    }

    /** Makes or changes a queue. */
    public QueueView putQueue(String name, QueueSettings settings, String actor) {
        List<Violation> violations = new ArrayList<>();
        checkName(name, violations);
        checkNamed("order", settings.order(), Order.NAMES, violations);
        checkRange("weight", settings.weight(), 1, 1000, violations);
        checkRange("runningLimit", settings.runningLimit(), 0, RUNNING_LIMIT_MAX, violations);
        String pool = settings.pool();
        if (pool != null && read().pools().stream().noneMatch(row -> row.name.equals(pool))) {
            violations.add(
                    new Violation("pool", "There is no pool '" + pool + "'; make it with PUT /pools/" + pool + "."));
        }
        refuseIf(violations);
        database.inSession(session -> {
            QueueRow row = session.get(QueueRow.class, name);
            boolean made = row == null;
            QueueRow changed = made ? newQueue(name, pool) : row;
            if (pool != null && !pool.equals(changed.pool)) {
                throw new TaktException.Conflict("Queue '" + name + "' belongs to pool '" + changed.pool
                        + "', and a queue stays in its pool. Make another queue in pool '" + pool + "'.");
            }
            changed.orderPolicy = settings.order() == null ? changed.orderPolicy : settings.order();
            changed.weight = settings.weight() == null ? changed.weight : settings.weight();
            if (settings.runningLimit() != null) {
                changed.runningLimit = settings.runningLimit() == 0 ? null : settings.runningLimit();
            }
            save(session, changed, made, actor);
            audit(session, actor, made ? "queue.made" : "queue.changed", name, settings.toString());
            return null;
        });
        changed();
        return queue(name).orElseThrow();
    }

    private static QueueRow newQueue(String name, String pool) {
        QueueRow row = new QueueRow();
        row.name = name;
        row.pool = pool == null ? "default" : pool;
        row.orderPolicy = FirstComeFirstServed.NAME;
        row.weight = DEFAULT_WEIGHT;
        return row;
    }

    private static void save(StatelessSession session, QueueRow row, boolean made, String actor) {
        row.changedAt = now();
        row.changedBy = actor;
        if (made) {
            session.insert(row);
        } else {
            session.update(row);
        }
    }

    /** No task of the queue starts until it is resumed; running ones go on, new ones are accepted. */
    public QueueView pause(String name, String actor) {
        return setPaused(name, actor, true);
    }

    public QueueView resume(String name, String actor) {
        return setPaused(name, actor, false);
    }

    private QueueView setPaused(String name, String actor, boolean paused) {
        database.inSession(session -> {
            QueueRow row = session.get(QueueRow.class, name);
            if (row == null) {
                throw new TaktException.NotFound(
                        "There is no queue '" + name + "'; GET /queues lists those there are.");
            }
            if ((row.pausedAt != null) != paused) {
                row.pausedAt = paused ? now() : null;
                row.pausedBy = paused ? actor : null;
                save(session, row, false, actor);
                audit(session, actor, paused ? "queue.paused" : "queue.resumed", name, null);
            }
            return null;
        });
        changed();
        return queue(name).orElseThrow();
    }

    /** The pool of a queue; empty when there is no such queue. */
    public Optional<String> poolOf(String queue) {
        Optional<String> known = poolOf(queue, settings());
        return known.isPresent() ? known : poolOf(queue, read());
    }

    private static Optional<String> poolOf(String queue, Settings settings) {
        return settings.queues().stream()
                .filter(row -> row.name.equals(queue))
                .map(row -> row.pool)
                .findFirst();
    }

    public Stats stats() {
        Map<TaskState, Long> live = new EnumMap<>(TaskState.class);
        Map<TaskState, Long> lastHour = new EnumMap<>(TaskState.class);
        Map<TaskState, Long> ever = new EnumMap<>(TaskState.class);
        double starts = 0;
        for (TaskState state : TaskState.values()) {
            (state.isFinal() ? ever : live).put(state, 0L);
            if (state.isFinal()) {
                lastHour.put(state, 0L);
            }
        }
        long nowMicros = Micros.of(Instant.now());
        for (Owner owner : owners.all()) {
            Standing.Picture picture = owner.picture();
            starts += picture.startsPerSecond();
            for (Standing.QueuePicture queue : picture.queues().values()) {
                live.merge(TaskState.READY, queue.waiting(), Long::sum);
                live.merge(TaskState.SCHEDULED, queue.scheduled(), Long::sum);
                live.merge(TaskState.RUNNING, (long) queue.running(), Long::sum);
            }
            owner.ended().totals().forEach((state, tasks) -> ever.merge(state, tasks, Long::sum));
            owner.ended().lastHourByState(nowMicros).forEach((state, tasks) -> lastHour.merge(state, tasks, Long::sum));
        }
        return new Stats(live, lastHour, ever, starts);
    }

    /** The last 60 minutes, oldest first; minutes without tasks are there with zeros. */
    public List<Minute> lastHour() {
        long nowMicros = Micros.of(Instant.now());
        List<Minute> sum = new EndedCounts().lastHour(nowMicros);
        for (Owner owner : owners.all()) {
            List<Minute> one = owner.ended().lastHour(nowMicros);
            List<Minute> added = new ArrayList<>(sum.size());
            for (int i = 0; i < sum.size(); i++) {
                Minute a = sum.get(i);
                Minute b = one.get(i);
                added.add(new Minute(a.minute(), a.succeeded() + b.succeeded(), a.failed() + b.failed()));
            }
            sum = added;
        }
        return sum;
    }

    private Standing.Picture picture(String pool) {
        return owners.all().stream()
                .filter(owner -> owner.pool().equals(pool))
                .map(Owner::picture)
                .findFirst()
                .orElse(Standing.NOTHING);
    }

    private Settings settings() {
        Settings known = latest;
        return System.nanoTime() - known.readNanos() < FRESH_NANOS
                        && !known.pools().isEmpty()
                ? known
                : read();
    }

    private Settings read() {
        Settings read = database.inSession(session -> new Settings(
                SettingsRows.pools(session),
                SettingsRows.queues(session),
                session.createSelectionQuery("from LeaseRow", LeaseRow.class).list(),
                System.nanoTime()));
        latest = read;
        return read;
    }

    private void changed() {
        read();
        owners.begin();
        owners.settingsChanged();
    }

    private static void audit(StatelessSession session, String actor, String action, String target, String detail) {
        session.doWork(connection -> Audit.record(connection, actor, action, target, detail));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static void checkName(String name, List<Violation> violations) {
        if (!NAME.matcher(name).matches()) {
            violations.add(new Violation("name", "'" + name + "' is not a name. " + NAME_RULE));
        }
    }

    private static void checkNamed(String field, String value, List<String> names, List<Violation> violations) {
        if (value != null && !names.contains(value)) {
            violations.add(
                    new Violation(field, "There is no " + field + " '" + value + "'; choose one of " + names + "."));
        }
    }

    private static void checkRange(String field, Integer value, int min, int max, List<Violation> violations) {
        if (value != null && (value < min || value > max)) {
            violations.add(new Violation(field, "It is " + value + "; it must be " + min + " to " + max + "."));
        }
    }

    private static void refuseIf(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
    }
}
