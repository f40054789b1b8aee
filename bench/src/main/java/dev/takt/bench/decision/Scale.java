package dev.takt.bench.decision;

/**
 * How large a pool is.
 *
 * @param nodes its nodes, with {@link DecisionLoop#SLOTS} slots each
 * @param queues its queues
 * @param waiting how many tasks wait in all queues together, at every time
 */
public record Scale(int nodes, int queues, int waiting) {}
