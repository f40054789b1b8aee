/**
 * The three choices of scheduling, each a small interface, each policy a class that names its source:
 *
 * <pre>
 *   {@link dev.takt.core.policy.Order}      within a queue: which task is before which
 *       FCFS, LIFO                                   by time
 *       PRIORITY, EDF                                by urgency
 *       SJF, SJF_AGEING                              by {@link dev.takt.core.policy.Expectation expected} length
 *   {@link dev.takt.core.policy.Share}      between the queues of a pool
 *       WEIGHTED_FAIR, ROUND_ROBIN, STRICT_PRIORITY
 *   {@link dev.takt.core.policy.Placement}  on which node
 *       LEAST_LOADED, LEAST_UTILISED, POWER_OF_TWO   where least is going on
 *       ROUND_ROBIN, WEIGHTED, RANDOM                in turn, by shares, by chance
 *       HASH, LOCALITY, COLLOCATE                    where the task's key, data or group is
 *       SPREAD, BEST_FIT                             where its group is not; where it leaves least behind
 * </pre>
 *
 * Placement never decides whether a task may run on a node: that is {@link dev.takt.core.node.PoolNode#obstacle}, the
 * same for every policy. It chooses among the nodes where nothing is in the way.
 *
 * <p>A policy is chosen by its name. A new one is a class and one line in its interface's {@code named}.
 */
package dev.takt.core.policy;
