package dev.takt.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workload's results are called when people read them.
 *
 * @param workload its short name
 * @param title a sentence
 * @param columns the headings of its figures, by the figures' names, in this order
 * @param chart the figures that are drawn; empty for no chart
 * @param logarithmic whether the chart's scale is
 */
record Table(String workload, String title, Map<String, String> columns, List<String> chart, boolean logarithmic) {
    private static final Map<String, String> LATENCY =
            ordered("p50Millis", "p50 ms", "p99Millis", "p99 ms", "maxMillis", "max ms");

    private static final Map<String, String> LATENESS =
            joined(LATENCY, ordered("early", "early", "missed", "missed", "doubled", "doubled"));

    private static final Map<String, String> RECOVERY = joined(LATENCY, ordered("interrupted", "interrupted tasks"));

    private static final Map<String, String> COST = ordered(
            "transactionsPerTask",
            "writing transactions a task",
            "logBytesPerTask",
            "WAL bytes a task",
            "jvmMicrosPerTask",
            "its JVM, CPU µs a task",
            "databaseMicrosPerTask",
            "database, CPU µs a task");

    /** All of them, in the order of the report. */
    static final List<Table> ALL = List.of(
            new Table(
                    "w1",
                    "W1: no-op tasks enqueued and processed at once, end to end",
                    joined(
                            ordered(
                                    "tasks",
                                    "tasks",
                                    "tasksPerSecond",
                                    "tasks/s",
                                    "enqueuePerSecond",
                                    "enqueue alone, tasks/s"),
                            COST),
                    List.of("tasksPerSecond"),
                    false),
            new Table(
                    "w2",
                    "W2: one task every 20 ms on an idle system, call to start",
                    LATENCY,
                    List.of("p50Millis", "p99Millis"),
                    true),
            new Table(
                    "w3-spread",
                    "W3: 1,000 schedules every 10 s, spread, lateness",
                    LATENESS,
                    List.of("p50Millis", "p99Millis"),
                    true),
            new Table(
                    "w3-same-second",
                    "W3: 1,000 schedules every 10 s, all at the same second, lateness",
                    LATENESS,
                    List.of("p50Millis", "p99Millis"),
                    true),
            new Table(
                    "w4",
                    "W4: kill -9 of one of two processes, quickest settings, kill to restart of what it ran",
                    RECOVERY,
                    List.of("p50Millis", "maxMillis"),
                    true),
            new Table("w4-delivered", "W4: the same with settings as delivered", RECOVERY, List.of(), true),
            new Table(
                    "w5",
                    "W5: W1 with 5,000,000 other tasks waiting and 10,000,000 rows of history",
                    joined(ordered("tasks", "tasks", "tasksPerSecond", "tasks/s"), COST),
                    List.of(),
                    false),
            new Table(
                    "w6",
                    "W6: soak, minute by minute",
                    joined(
                            joined(ordered("tasksPerSecond", "tasks/s"), LATENCY),
                            ordered(
                                    "heapMebibytes",
                                    "heap after GC, MiB",
                                    "liveTableMebibytes",
                                    "live table, MiB",
                                    "liveTableRows",
                                    "its live rows",
                                    "autovacuums",
                                    "autovacuums so far")),
                    List.of(),
                    false),
            new Table(
                    "lists",
                    "API and console over 10,000,000 ended tasks: first page, a page in the middle, the deepest",
                    ordered(
                            "p50Millis",
                            "p50 ms",
                            "p95Millis",
                            "p95 ms",
                            "maxMillis",
                            "max ms",
                            "brokenOff",
                            "pages of three that end before they are full"),
                    List.of(),
                    false),
            new Table(
                    "decisions",
                    "The decision loop alone: 1,000 nodes, 10,000 queues, 10,000,000 waiting tasks; processor time of its thread",
                    joined(
                            ordered("decisionsPerSecond", "decisions/s", "decisionsPerRound", "decisions a round"),
                            joined(
                                    LATENCY,
                                    ordered(
                                            "refillsPerRound",
                                            "refills a round",
                                            "heldTasks",
                                            "tasks in memory",
                                            "heapMebibytes",
                                            "heap after GC, MiB"))),
                    List.of(),
                    false),
            new Table(
                    "idle",
                    "An idle node, started a second time on its database",
                    ordered(
                            "bootSeconds",
                            "start to ready, s",
                            "cpuPercent",
                            "CPU, % of one core",
                            "transactionsPerSecond",
                            "transactions/s",
                            "residentMebibytes",
                            "RSS, MiB"),
                    List.of(),
                    false));

    private static Map<String, String> ordered(String... namesAndHeadings) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int place = 0; place < namesAndHeadings.length; place += 2) {
            all.put(namesAndHeadings[place], namesAndHeadings[place + 1]);
        }
        return all;
    }

    private static Map<String, String> joined(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }
}
