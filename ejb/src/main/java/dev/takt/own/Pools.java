package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.cluster.LivePicture;
import dev.takt.cluster.NodeIdentity;
import dev.takt.cluster.PoolSnapshot;
import dev.takt.cluster.PoolSnapshot.QueueDepth;
import dev.takt.core.Micros;
import dev.takt.record.Leases;
import dev.takt.record.OwnerDatabase;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Pools and their queues as they are set and as they stand now, for people; {@link PoolChanges} changes them. How they
 * stand comes from the live picture, so that each node answers for the whole cluster.
 */
@ApplicationScoped
public class Pools {
    /** How old the settings may be that are shown and routed by when the nodes do not tell each other of changes. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** And when they do: a change by hand in the record shows after so long. */
    private static final long FRESH_WHEN_TOLD_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int MINUTES_SHOWN = 60;
    private static final long MINUTE_MICROS = 60_000_000L;

    @Inject
    private OwnerDatabase database;

    @Inject
    private Owners owners;

    @Inject
    private LivePicture picture;

    @Inject
    private NodeIdentity self;

    private volatile Settings latest = new Settings(List.of(), List.of(), List.of(), 0, 0);

    /** @param version the live picture's when they were read */
    private record Settings(
            List<PoolRow> pools,
            List<QueueRow> queues,
            Map<String, String> poolOfQueue,
            List<LeaseRow> leases,
            long version,
            long readNanos) {
        Settings(List<PoolRow> pools, List<QueueRow> queues, List<LeaseRow> leases, long version, long readNanos) {
            this(
                    pools,
                    queues,
                    queues.stream().collect(Collectors.toMap(row -> row.name, row -> row.pool)),
                    leases,
                    version,
                    readNanos);
        }
    }

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
     * @param owner the owning node's name; null when nobody owns it, or the owner is not there
     * @param waiting tasks that are READY
     * @param scheduled tasks that are due later
     * @param startsPerSecond a mean over some seconds
     * @param refusedReports reports of attempts that were not the latest of their task, since the owner's node started
     */
    public record PoolView(
            String name,
            PoolSettings settings,
            String owner,
            long epoch,
            long waiting,
            long scheduled,
            long running,
            int slots,
            double startsPerSecond,
            long refusedReports) {}

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
        Map<String, PoolSnapshot> snapshots = snapshots();
        return settings.pools().stream()
                .map(row -> view(row, settings, snapshots.get(row.name)))
                .toList();
    }

    private PoolView view(PoolRow row, Settings settings, PoolSnapshot snapshot) {
        LeaseRow lease = settings.leases().stream()
                .filter(one -> one.pool.equals(row.name))
                .findFirst()
                .orElse(null);
        PoolSettings set = new PoolSettings(row.placement, row.share, row.lostLimit);
        if (snapshot == null) {
            String owner = lease == null ? null : lease.ownerName;
            return new PoolView(row.name, set, owner, lease == null ? 0 : lease.epoch, 0, 0, 0, 0, 0, 0);
        }
        long waiting = 0;
        long scheduled = 0;
        long running = 0;
        for (QueueDepth queue : snapshot.queues().values()) {
            waiting += queue.waiting();
            scheduled += queue.scheduled();
            running += queue.running();
        }
        boolean ownerIsThere = picture.nodes().containsKey(snapshot.owner());
        return new PoolView(
                row.name,
                set,
                ownerIsThere ? snapshot.ownerName() : null,
                snapshot.epoch(),
                waiting,
                scheduled,
                running,
                snapshot.slots(),
                snapshot.startsPerSecond(),
                snapshot.refusedReports());
    }

    public List<QueueView> queues() {
        Map<String, PoolSnapshot> snapshots = snapshots();
        return settings().queues().stream()
                .map(row -> view(row, snapshots.get(row.pool)))
                .toList();
    }

    public Optional<QueueView> queue(String name) {
        return queues().stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    private static QueueView view(QueueRow row, PoolSnapshot snapshot) {
        QueueDepth depth =
                snapshot == null ? QueueDepth.NONE : snapshot.queues().getOrDefault(row.name, QueueDepth.NONE);
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
                depth.waiting(),
                depth.scheduled(),
                depth.running());
    }

    /** The pool of a queue; empty when there is no such queue. */
    public Optional<String> poolOf(String queue) {
        Optional<String> known = poolOf(queue, settings());
        return known.isPresent() ? known : poolOf(queue, read());
    }

    private static Optional<String> poolOf(String queue, Settings settings) {
        return Optional.ofNullable(settings.poolOfQueue().get(queue));
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
        long firstMinute = lastMinute() - MINUTES_SHOWN + 1;
        for (PoolSnapshot pool : snapshots().values()) {
            starts += pool.startsPerSecond();
            for (QueueDepth queue : pool.queues().values()) {
                live.merge(TaskState.READY, queue.waiting(), Long::sum);
                live.merge(TaskState.SCHEDULED, queue.scheduled(), Long::sum);
                live.merge(TaskState.RUNNING, (long) queue.running(), Long::sum);
            }
            pool.ended().forEach((state, tasks) -> ever.merge(state, tasks, Long::sum));
            pool.endedByMinute().forEach((minute, cell) -> {
                if (minute >= firstMinute) {
                    cell.forEach((state, tasks) -> lastHour.merge(state, tasks, Long::sum));
                }
            });
        }
        return new Stats(live, lastHour, ever, starts);
    }

    /** The last 60 minutes, oldest first; minutes without tasks are there with zeros. */
    public List<Minute> lastHour() {
        Map<String, PoolSnapshot> snapshots = snapshots();
        long last = lastMinute();
        List<Minute> hour = new ArrayList<>();
        for (long minute = last - MINUTES_SHOWN + 1; minute <= last; minute++) {
            long all = 0;
            long good = 0;
            for (PoolSnapshot pool : snapshots.values()) {
                Map<TaskState, Long> cell = pool.endedByMinute().getOrDefault(minute, Map.of());
                all += cell.values().stream().mapToLong(Long::longValue).sum();
                good += cell.getOrDefault(TaskState.SUCCEEDED, 0L);
            }
            hour.add(new Minute(Instant.ofEpochSecond(minute * 60), good, all - good));
        }
        return hour;
    }

    private static long lastMinute() {
        return Micros.of(Instant.now()) / MINUTE_MICROS;
    }

    /** All pools as their owners last said, this node's own as they are at this moment. */
    private Map<String, PoolSnapshot> snapshots() {
        Map<String, PoolSnapshot> snapshots = picture.pools();
        ownedHere().forEach((pool, own) -> snapshots.merge(pool, own, (a, b) -> a.epoch() > b.epoch() ? a : b));
        return snapshots;
    }

    /** The pools that this node owns as they stand, by name. */
    Map<String, PoolSnapshot> ownedHere() {
        Map<String, PoolSnapshot> owned = new HashMap<>();
        for (Owner owner : owners.all()) {
            Standing.Picture standing = owner.picture();
            if (standing.epoch() > 0) {
                owned.put(
                        owner.pool(),
                        new PoolSnapshot(
                                owner.pool(),
                                self.id(),
                                self.name(),
                                standing.epoch(),
                                standing.queues(),
                                standing.slots(),
                                Math.round(standing.startsPerSecond() * 100) / 100.0,
                                standing.refusedReports(),
                                owner.ended().totals(),
                                owner.ended().byMinute()));
            }
        }
        return owned;
    }

    private Settings settings() {
        Settings known = latest;
        long fresh = picture.isShared() ? FRESH_WHEN_TOLD_NANOS : FRESH_NANOS;
        boolean current = known.version() == picture.settingsVersion() && System.nanoTime() - known.readNanos() < fresh;
        return current && !known.pools().isEmpty() ? known : read();
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
        picture.settingsChanged();
        read();
    }

    private Settings read() {
        long version = picture.settingsVersion();
        Settings read = database.inSession(session -> new Settings(
                SettingsRows.pools(session),
                SettingsRows.queues(session),
                session.createSelectionQuery("from LeaseRow", LeaseRow.class).list(),
                version,
                System.nanoTime()));
        latest = read;
        return read;
    }
}
