package dev.takt.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Remembers answers for a fixed time, and at most so many: what is over the bound makes it forget everything. */
final class ShortMemory<K, V> {
    private record Remembered<V>(V value, long untilNanos) {}

    private final Map<K, Remembered<V>> entries = new ConcurrentHashMap<>();
    private final long keptNanos;
    private final int max;
    private final LongSupplier nanoTime;

    ShortMemory(Duration kept, int max, LongSupplier nanoTime) {
        this.keptNanos = kept.toNanos();
        this.max = max;
        this.nanoTime = nanoTime;
    }

    /** What was put under this key within the time; null when nothing. */
    V get(K key) {
        Remembered<V> found = entries.get(key);
        return found == null || found.untilNanos() - nanoTime.getAsLong() <= 0 ? null : found.value();
    }

    void put(K key, V value) {
        long now = nanoTime.getAsLong();
        if (entries.size() >= max) {
            entries.values().removeIf(entry -> entry.untilNanos() - now <= 0);
            if (entries.size() >= max) {
                entries.clear();
            }
        }
        entries.put(key, new Remembered<>(value, now + keptNanos));
    }

    void forget(K key) {
        entries.remove(key);
    }

    void forgetIf(Predicate<V> condition) {
        entries.values().removeIf(entry -> condition.test(entry.value()));
    }
}
