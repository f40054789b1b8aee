package dev.takt.core.node;

/**
 * What keeps a node from taking a task now, the remotest first: of several nodes, the one with the latest obstacle is
 * the nearest to taking it.
 */
public enum Obstacle {
    /** The handler is not deployed there. */
    NO_HANDLER,
    /** It lacks a label that the task requires. */
    NO_LABELS,
    /** The task asks for more CPU or memory than the node has at all. */
    DEMAND_TOO_LARGE,
    /** It takes no new work. */
    DRAINING,
    /** It has the CPU and memory, but other tasks hold them. */
    RESOURCES_IN_USE,
    /** Every slot is taken. */
    NO_FREE_SLOT,
    /** Nothing. */
    NONE
}
