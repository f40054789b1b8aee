package dev.takt.own;

import dev.takt.api.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Pools and their queues: settings, which are audited, and how they stand now, which costs no database query. */
@ApplicationScoped
public class Pools {
    /** @param placement which node takes a task; @param share which queue is next; @param lostLimit lost attempts until quarantine */
    public record PoolSettings(String placement, String share, Integer lostLimit) {}

    /** @param owner the owning node's name; null when nobody owns it; @param waiting tasks READY; @param scheduled tasks due later */
    public record PoolView(
            String name,
            PoolSettings settings,
            String owner,
            long epoch,
            long waiting,
            long scheduled,
            long running,
            int slots) {}

    /** @param order how the line is ordered; @param weight its share, 1 to 1000; @param runningLimit at most so many at once; null for no limit */
    public record QueueSettings(String pool, String order, Integer weight, Integer runningLimit) {}

    public record QueueView(
            String name,
            QueueSettings settings,
            boolean paused,
            Instant pausedAt,
            String pausedBy,
            long waiting,
            long scheduled,
            long running) {}

    /** @param live tasks by state that have not ended; @param endedLastHour ended tasks by state in the last 60 minutes; @param ended since the beginning */
    public record Stats(
            Map<TaskState, Long> live,
            Map<TaskState, Long> endedLastHour,
            Map<TaskState, Long> ended,
            double startsPerSecond) {}

    /** One minute of the throughput chart. */
    public record Minute(Instant minute, long succeeded, long failed) {}

    public List<PoolView> pools() {
        throw new UnsupportedOperationException();
    }

    /** Makes or changes a pool; null settings keep what is (or the default). */
    public PoolView putPool(String name, PoolSettings settings, String actor) {
        throw new UnsupportedOperationException();
    }

    public List<QueueView> queues() {
        throw new UnsupportedOperationException();
    }

    /** Makes or changes a queue; null settings keep what is (or the default). */
    public QueueView putQueue(String name, QueueSettings settings, String actor) {
        throw new UnsupportedOperationException();
    }

    /** No task of the queue starts until it is resumed; running ones go on, new ones are accepted. */
    public QueueView pause(String name, String actor) {
        throw new UnsupportedOperationException();
    }

    public QueueView resume(String name, String actor) {
        throw new UnsupportedOperationException();
    }

    public Stats stats() {
        throw new UnsupportedOperationException();
    }

    /** The last 60 minutes, oldest first; minutes without tasks are there with zeros. */
    public List<Minute> lastHour() {
        throw new UnsupportedOperationException();
    }
}
