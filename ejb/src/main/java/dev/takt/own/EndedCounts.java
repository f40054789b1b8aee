package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.pool.Decision;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ended tasks counted in memory, as the record's task_count has them: read once, then kept up by the owner. */
final class EndedCounts {
    private static final int MINUTES_KEPT = 61;
    private static final long MINUTE_MICROS = 60_000_000L;

    private final TreeMap<Long, EnumMap<TaskState, Long>> minutes = new TreeMap<>();
    private final EnumMap<TaskState, Long> totals = new EnumMap<>(TaskState.class);

    /** Loading: one cell of the record. */
    synchronized void load(long minuteMicros, TaskState state, long tasks) {
        minutes.computeIfAbsent(minuteMicros / MINUTE_MICROS, minute -> new EnumMap<>(TaskState.class))
                .merge(state, tasks, Long::sum);
    }

    synchronized void loadTotal(TaskState state, long tasks) {
        totals.merge(state, tasks, Long::sum);
    }

    synchronized void add(List<Decision.Ended> ended) {
        for (Decision.Ended end : ended) {
            minutes.computeIfAbsent(end.endedMicros() / MINUTE_MICROS, minute -> new EnumMap<>(TaskState.class))
                    .merge(end.state(), 1L, Long::sum);
            totals.merge(end.state(), 1L, Long::sum);
        }
        while (minutes.size() > MINUTES_KEPT) {
            minutes.pollFirstEntry();
        }
    }

    synchronized Map<TaskState, Long> totals() {
        return new EnumMap<>(totals);
    }

    /** Those of the last hour, by minute since 1970. */
    synchronized Map<Long, Map<TaskState, Long>> byMinute() {
        Map<Long, Map<TaskState, Long>> copy = new TreeMap<>();
        minutes.forEach((minute, cell) -> copy.put(minute, new EnumMap<>(cell)));
        return copy;
    }
}
