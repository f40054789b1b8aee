package dev.takt.cluster;

import dev.takt.cluster.Nodes.NodeView;
import dev.takt.core.Micros;
import dev.takt.record.NodeRows;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.infinispan.Cache;
import org.jboss.logging.Logger;

/**
 * The whole cluster as every node sees it without asking the record: nodes, what runs on them, pools. It lies in replicated
 * caches, is written without waiting, and is for people only: nothing is decided by it.
 *
 * <p>Each key has one writer: a node for itself, an owner for its pool. A node whose entry has not changed for
 * {@value dev.takt.record.NodeRows#TERM_SECONDS} seconds by the reader's own clock is taken for gone, and whoever finds
 * that removes its entries; if it lives after all, it writes them again. When the caches fail, the picture is what this
 * node knows.
 */
@ApplicationScoped
public class LivePicture {
    private static final Logger LOG = Logger.getLogger(LivePicture.class);

    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(NodeRows.TERM_SECONDS);

    /** An exchange that comes so late was held up itself: this node was frozen, and says nothing about the others. */
    private static final long LATE_NANOS = SILENT_NANOS / 2;

    /** More running tasks than anybody reads; keeps a node's news below a megabyte. */
    static final int RUNNING_MAX = 2_000;

    @Resource(lookup = "java:jboss/infinispan/cache/takt/nodes")
    private Cache<String, byte[]> nodeCache;

    @Resource(lookup = "java:jboss/infinispan/cache/takt/running")
    private Cache<String, byte[]> newsCache;

    @Resource(lookup = "java:jboss/infinispan/cache/takt/pools")
    private Cache<String, byte[]> poolCache;

    private final LiveMap<NodeView> nodes = new LiveMap<>(NodeView.class);
    private final LiveMap<NodeNews> news = new LiveMap<>(NodeNews.class);
    private final LiveMap<PoolSnapshot> pools = new LiveMap<>(PoolSnapshot.class);
    private final Deliveries deliveries = new Deliveries(
            failure -> LOG.warnf(
                    failure,
                    "The live picture does not reach the other nodes: their console and API do not show what is here. It is"
                            + " tried again each second. Tasks run on."),
            () -> LOG.info("The live picture reaches the other nodes again."));

    /** Nodes that are known to be gone, and since when; one that shows something new is there after all. */
    private final Map<String, Long> forgotten = new ConcurrentHashMap<>();

    private volatile boolean shared;
    private volatile boolean outageTold;
    private volatile long settingsChangedMicros;
    private volatile long settingsVersion;
    private volatile long exchangedNanos = System.nanoTime();

    /**
     * What this node shows from now on; it takes the next {@link #exchange} to reach the others.
     *
     * @param running what runs here; of more than {@value #RUNNING_MAX}, those that run longest are shown
     * @param owned the pools that this node owns, by name
     */
    public void show(NodeView self, List<RunningTask> running, Map<String, PoolSnapshot> owned) {
        List<RunningTask> longest = running.stream()
                .sorted(Comparator.comparing(RunningTask::startedAt))
                .limit(RUNNING_MAX)
                .sorted(Comparator.comparing(RunningTask::task))
                .toList();
        nodes.show(Map.of(self.id(), self));
        news.show(Map.of(self.id(), new NodeNews(longest, settingsChangedMicros)));
        pools.show(owned);
    }

    /** Writes to the others what changed here, and reads what they wrote. One thread calls it, each second. */
    public void exchange() {
        long now = System.nanoTime();
        try {
            if (now - exchangedNanos > LATE_NANOS) {
                nodes.lookAnew();
            }
            nodes.exchange(nodeCache, changed -> write(nodes, nodeCache, changed), now);
            news.exchange(newsCache, changed -> write(news, newsCache, changed), now);
            pools.exchange(poolCache, changed -> write(pools, poolCache, changed), now);
            nodes.unchangedFor(SILENT_NANOS, now).forEach(this::forget);
            forgotten.entrySet().removeIf(gone -> !nodes.isUnchangedSince(gone.getKey(), gone.getValue()));
            exchangedNanos = System.nanoTime();
            shared = true;
            outageTold = false;
        } catch (RuntimeException failure) {
            shared = false;
            nodes.forgetOthers();
            news.forgetOthers();
            pools.forgetOthers();
            if (!outageTold) {
                outageTold = true;
                LOG.warnf(
                        failure,
                        "The live picture cannot be exchanged; console and API show what this node knows. Tasks run on.");
            }
        } finally {
            settingsVersion = news.all().values().stream()
                    .mapToLong(NodeNews::settingsChangedMicros)
                    .sum();
        }
    }

    /** The group has changed, perhaps merged: others may lack what the cache here has, so the next exchange writes everything. */
    public void showAgain() {
        nodes.showAgain();
        news.showAgain();
        pools.showAgain();
    }

    /** A node goes, or is known to be gone: nobody need wait until it is silent. */
    public void forget(String node) {
        forgotten.put(node, System.nanoTime());
        try {
            nodeCache.removeAsync(node);
            newsCache.removeAsync(node);
        } catch (RuntimeException failure) {
            LOG.debugf(failure, "The live picture could not be told that node %s is gone.", node);
        }
    }

    /** Hands a batch over and does not wait for it. */
    private void write(LiveMap<?> map, Cache<String, byte[]> cache, Map<String, byte[]> changed) {
        if (changed.isEmpty()) {
            deliveries.nothingFor(cache.getName());
        } else {
            deliveries.send(cache.getName(), () -> cache.putAllAsync(changed), map::showAgain);
        }
    }

    /** Whether the others are in the picture, and see what is here. */
    public boolean isShared() {
        return shared && !deliveries.areFailing();
    }

    /** The nodes that are there, by id. */
    public Map<String, NodeView> nodes() {
        Map<String, NodeView> present = nodes.all();
        present.keySet().removeAll(forgotten.keySet());
        return present;
    }

    /** What runs in the cluster, by task id, which is by the time of submission. */
    public List<RunningTask> running() {
        List<RunningTask> running = new ArrayList<>();
        news.all().forEach((node, itsNews) -> {
            if (!forgotten.containsKey(node)) {
                running.addAll(itsNews.tasks());
            }
        });
        running.sort(Comparator.comparing(RunningTask::task));
        return running;
    }

    /**
     * What runs on a node and in a queue, by task id.
     *
     * @param node the id of a node, or a server's name; null for all nodes
     * @param queue null for all queues
     */
    public List<RunningTask> running(String node, String queue) {
        return running().stream()
                .filter(task -> queue == null || task.queue().equals(queue))
                .filter(task -> node == null || task.node().equals(node) || node.equals(nodeName(task.node())))
                .toList();
    }

    /** The name of a node's server; its id while that is not known. */
    public String nodeName(String id) {
        NodeView node = nodes.all().get(id);
        return node == null ? id : node.name();
    }

    /** The pools as their owners last said, by name; a pool whose owner has died stands as it was. */
    public Map<String, PoolSnapshot> pools() {
        return new HashMap<>(pools.all());
    }

    /** Pools or queues were changed through this node. */
    public void settingsChanged() {
        settingsChangedMicros = Micros.of(Instant.now());
    }

    /** A number that differs after pools or queues were changed through any node; as of the last exchange. */
    public long settingsVersion() {
        return settingsVersion;
    }
}
