/**
 * The three choices of scheduling, each a small interface, each policy a class that names its source:
 *
 * <pre>
 *   {@link dev.takt.core.policy.Order}      within a queue: which task is before which   FCFS, PRIORITY
 *   {@link dev.takt.core.policy.Share}      between the queues of a pool                 WEIGHTED_FAIR
 *   {@link dev.takt.core.policy.Placement}  on which node                                LEAST_LOADED, ROUND_ROBIN
 * </pre>
 *
 * A policy is chosen by its name. A new one is a class and one line in its interface's {@code named}.
 */
package dev.takt.core.policy;
