package dev.takt.cluster;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One part of the live picture: what this node shows to all, and a copy of what all show. One thread exchanges, each
 * second; readers see the copy, so that nobody ever waits for the network.
 *
 * <p>Each exchange compares what this node wants to show with what the cache holds, and writes what differs. So what was
 * lost on the way, or in a merge, is there again after the next exchange.
 */
final class LiveMap<T> {
    /** What others wrote, decoded once, and how long it has been the same. */
    private record Seen<T>(byte[] bytes, T value, long sinceNanos) {}

    private final LiveFormat<T> format;
    private Map<String, Seen<T>> seen = Map.of();
    private volatile Map<String, T> own = Map.of();
    private volatile Map<String, T> all = Map.of();
    private volatile boolean lost;

    LiveMap(Class<T> type) {
        format = new LiveFormat<>(type);
    }

    /** What this node shows from now on, at once to those who read here, to the others with the next exchange. */
    void show(Map<String, T> values) {
        own = Map.copyOf(values);
    }

    /**
     * Writes what changed in one batch, which may be empty, and takes a new copy.
     *
     * @param cache what all nodes have
     * @param batches writes to it without waiting; it may drop a batch, whose content then comes again
     */
    void exchange(Map<String, byte[]> cache, Consumer<Map<String, byte[]>> batches, long nowNanos) {
        Map<String, T> mine = own;
        boolean everything = lost;
        lost = false;
        Map<String, byte[]> changed = new HashMap<>();
        mine.forEach((key, value) -> {
            byte[] bytes = format.write(value);
            if (everything || !Arrays.equals(bytes, cache.get(key))) {
                changed.put(key, bytes);
            }
        });
        batches.accept(changed);
        Map<String, Seen<T>> found = new HashMap<>();
        for (Map.Entry<String, byte[]> entry : cache.entrySet()) {
            Seen<T> known = seen.get(entry.getKey());
            if (known != null && Arrays.equals(known.bytes(), entry.getValue())) {
                found.put(entry.getKey(), known);
            } else {
                T value = format.read(entry.getValue()).orElse(null);
                found.put(entry.getKey(), new Seen<>(entry.getValue(), value, nowNanos));
            }
        }
        seen = found;
        Map<String, T> copy = new HashMap<>();
        found.forEach((key, one) -> {
            if (one.value() != null) {
                copy.put(key, one.value());
            }
        });
        all = copy;
    }

    /** Keys, other than this node's, whose value has been the same for so long. */
    Set<String> unchangedFor(long nanos, long nowNanos) {
        Set<String> unchanged = new TreeSet<>();
        seen.forEach((key, one) -> {
            if (nowNanos - one.sinceNanos() > nanos && !own.containsKey(key)) {
                unchanged.add(key);
            }
        });
        return unchanged;
    }

    /** Whether a key is there, with the value that it had at a time. */
    boolean isUnchangedSince(String key, long nanos) {
        Seen<T> one = seen.get(key);
        return one != null && one.sinceNanos() <= nanos;
    }

    /** Others may lack what this node's own copy of the cache has, so the next batch has everything. */
    void showAgain() {
        lost = true;
    }

    /** Counts every value as new: this node was not there to see changes. */
    void lookAnew() {
        seen = Map.of();
    }

    /** Forgets what others show; what this node shows stays. */
    void forgetOthers() {
        seen = Map.of();
        all = Map.of();
    }

    /** What all show as of the last exchange, and what this node shows now. */
    Map<String, T> all() {
        Map<String, T> shown = new HashMap<>(all);
        shown.putAll(own);
        return shown;
    }
}
