package dev.takt.bench.peer;

/** What a peer is set up for. */
public enum Setting {
    /** Many short tasks, as fast as its settings allow. */
    THROUGHPUT,
    /** Few long tasks, and to find out that another process has died as soon as its settings allow. */
    QUICK_RECOVERY,
    /** Few long tasks, and to find out that another process has died as it is delivered. */
    DELIVERED_RECOVERY
}
