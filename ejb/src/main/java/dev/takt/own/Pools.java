package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.record.Database;
import dev.takt.record.Leases;
import dev.takt.record.SettingsRows;
import dev.takt.record.row.LeaseRow;
import dev.takt.record.row.PoolRow;
import dev.takt.record.row.QueueRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Pools and their queues as they are set and as they stand now, for people; {@link PoolChanges} changes them. */
@ApplicationScoped
public class Pools {
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
     * @param slice after how long a handler that can yield should, 10 ms to a day; zero for never
     */
    public record QueueSettings(String pool, String order, Integer weight, Integer runningLimit, Duration slice) {}

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
                new QueueSettings(
                        row.pool,
                        row.orderPolicy,
                        row.weight,
                        row.runningLimit,
                        row.sliceMillis == null ? null : Duration.ofMillis(row.sliceMillis)),
                row.pausedAt != null,
                row.pausedAt,
                row.pausedBy,
                picture.waiting(),
                picture.scheduled(),
                picture.running());
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

    /** A pool by its name; empty when there is none. */
    public Optional<PoolView> pool(String name) {
        return pools().stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    /** Whether this node owns a pool, as far as it knows. */
    public boolean isOwnedHere() {
        return owners.all().stream().anyMatch(Owner::isReigning);
    }

    /** The pools that have no owner whose lease holds, by the record's clock and at this moment. */
    public List<String> withoutOwner() {
        return database.inTransaction(Leases::withoutOwner);
    }

    /** Whether the record has no such pool at this moment. */
    boolean isMissing(String pool) {
        return read().pools().stream().noneMatch(row -> row.name.equals(pool));
    }

    /** Something was changed here: it shows at once. */
    void readAgain() {
        read();
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
}
