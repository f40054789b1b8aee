package dev.takt.own;

import dev.takt.core.policy.Order;
import dev.takt.core.policy.Placement;
import dev.takt.core.policy.Share;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.queue.QueueSettings;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** How the pools and queues are run, and the administrators who change that at any time. */
final class SimulatedSettings {
    private static final int WEIGHT_MAX = 3;
    private static final int RUNNING_LIMIT_MAX = 3;
    private static final int LOST_LIMIT_MAX = 4;
    private static final int SLICE_MAX_MILLIS = 1_500;

    private final SimulatedDatabase database;
    private final Timeline timeline;
    private final Random random;

    SimulatedSettings(SimulatedDatabase database, Timeline timeline) {
        this.database = database;
        this.timeline = timeline;
        this.random = timeline.random();
    }

    void make(String pool) {
        database.pools.put(pool, new PoolSettings(pool, one(Placement.NAMES), one(Share.NAMES), lostLimit()));
        database.queues.put(pool, new TreeMap<>());
        for (String queue : List.of(pool + "-a", pool + "-b")) {
            database.queues
                    .get(pool)
                    .put(
                            queue,
                            new QueueSettings(
                                    queue,
                                    Order.named(one(Order.NAMES)),
                                    0,
                                    weight(),
                                    runningLimit(),
                                    sliceMillis(),
                                    false));
        }
    }

    /** Changes some of everything. */
    void change() {
        database.pools.replaceAll((name, pool) -> changed(pool));
        database.queues.values().forEach(queues -> queues.replaceAll((name, queue) -> changed(queue)));
    }

    /** No queue is paused any more; all else stays as it is. */
    void resume() {
        database.queues
                .values()
                .forEach(queues -> queues.replaceAll((name, queue) -> new QueueSettings(
                        name,
                        queue.order(),
                        queue.orderChanges(),
                        queue.weight(),
                        queue.runningLimit(),
                        queue.sliceMillis(),
                        false)));
    }

    private PoolSettings changed(PoolSettings pool) {
        PoolSettings changed = new PoolSettings(
                pool.name(),
                changes() ? one(Placement.NAMES) : pool.placement(),
                changes() ? one(Share.NAMES) : pool.share(),
                changes() ? lostLimit() : pool.lostLimit());
        timeline.tell("db", "%s", changed);
        return changed;
    }

    /** As for an administrator's change, one order after another is counted, and the same again is not. */
    private QueueSettings changed(QueueSettings queue) {
        Order order = changes() ? Order.named(one(Order.NAMES)) : queue.order();
        QueueSettings changed = new QueueSettings(
                queue.name(),
                order,
                queue.orderChanges() + (order.equals(queue.order()) ? 0 : 1),
                changes() ? weight() : queue.weight(),
                changes() ? runningLimit() : queue.runningLimit(),
                changes() ? sliceMillis() : queue.sliceMillis(),
                changes() ? random.nextBoolean() : queue.paused());
        timeline.tell("db", "%s", changed);
        return changed;
    }

    private boolean changes() {
        return random.nextInt(3) == 0;
    }

    private String one(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private int lostLimit() {
        return 1 + random.nextInt(LOST_LIMIT_MAX);
    }

    private int weight() {
        return 1 + random.nextInt(WEIGHT_MAX);
    }

    private int runningLimit() {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(RUNNING_LIMIT_MAX) : QueueSettings.NO_LIMIT;
    }

    private long sliceMillis() {
        return random.nextInt(3) == 0 ? QueueSettings.SLICE_MIN_MILLIS + random.nextInt(SLICE_MAX_MILLIS) : 0;
    }
}
