package dev.takt.web.console;

import dev.takt.api.TaktException;
import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.own.Pools;
import dev.takt.record.TaskFilter;
import dev.takt.record.TaskSearch;
import dev.takt.record.TaskSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The picture of the whole that every page's head and the overview show. One per node, at most {@value #FRESH_MILLIS} ms
 * old, shared by all viewers: a hundred open consoles cost no more than one.
 */
@ApplicationScoped
public class Snapshot {
    private static final Logger LOG = Logger.getLogger(Snapshot.class);

    /** How old a picture may be: the shortest refresh that a viewer can choose. */
    static final long FRESH_MILLIS = 1_000;

    /** How many failures the overview lists: what one looks at before opening the full list. */
    private static final int FAILURES_SHOWN = 5;

    private static final Set<TaskState> FAILURES = Set.of(TaskState.FAILED, TaskState.TIMED_OUT);

    @Inject
    private Pools pools;

    @Inject
    private Nodes nodes;

    @Inject
    private TaskSearch search;

    private List<TaskSummary> failures = List.of();
    private long failuresCounted = -1;
    private final ReentrantLock taking = new ReentrantLock();
    private volatile Picture latest;
    private volatile long takenAtNanos;

    /**
     * How Takt stands.
     *
     * @param takenAt when the picture was taken
     * @param problem why parts are missing, as a sentence; null when the picture is whole
     */
    public record Picture(
            Instant takenAt,
            Pools.Stats stats,
            List<Pools.Minute> lastHour,
            List<Pools.QueueView> queues,
            List<Pools.PoolView> pools,
            List<Nodes.NodeView> nodes,
            List<TaskSummary> failures,
            String problem) {
        private static final Pools.Stats NOTHING = new Pools.Stats(Map.of(), Map.of(), Map.of(), 0);

        static Picture unknown(Instant now, String problem) {
            return new Picture(now, NOTHING, List.of(), List.of(), List.of(), List.of(), List.of(), problem);
        }
    }

    /** The present picture. While one viewer's request takes a new one, the others are given the last. */
    public Picture now() {
        Picture known = latest;
        if (known != null
                && System.nanoTime() - takenAtNanos
                        < Duration.ofMillis(FRESH_MILLIS).toNanos()) {
            return known;
        }
        if (known != null && !taking.tryLock()) {
            return known;
        }
        if (known == null) {
            taking.lock();
        }
        try {
            if (known == latest) {
                latest = take();
                takenAtNanos = System.nanoTime();
            }
            return latest;
        } finally {
            taking.unlock();
        }
    }

    /** Makes the next viewer see what was just changed. */
    void changed() {
        takenAtNanos = System.nanoTime() - Duration.ofMillis(FRESH_MILLIS).toNanos();
    }

    private Picture take() {
        Instant now = Instant.now();
        try {
            Pools.Stats stats = pools.stats();
            return new Picture(
                    now, stats, pools.lastHour(), pools.queues(), pools.pools(), nodes.list(), failures(stats), null);
        } catch (TaktException refusal) {
            return Picture.unknown(now, refusal.getMessage());
        } catch (RuntimeException unforeseen) {
            LOG.error("The console's picture could not be taken.", unforeseen);
            return Picture.unknown(now, "Takt's state could not be read; the server log has the details.");
        }
    }

    /** The latest failures; the record is asked only when there were new ones. */
    private List<TaskSummary> failures(Pools.Stats stats) {
        long counted = FAILURES.stream()
                .mapToLong(state -> stats.ended().getOrDefault(state, 0L))
                .sum();
        if (counted != failuresCounted) {
            TaskFilter failed = new TaskFilter(FAILURES, null, null, null, null, null, null, FAILURES_SHOWN);
            failures = search.list(failed).items();
            failuresCounted = counted;
        }
        return failures;
    }
}
