/**
 * The decision loop alone: the machine that decides for a pool, fed as its owner feeds it, without database, network or threads.
 *
 * <pre>
 *   {@link dev.takt.bench.decision.DecisionLoop}  nodes, queues, a clock of its own; round after round
 *        │ refills: what follows a line's boundary       ▲ what was inserted, what started
 *        ▼                                               │
 *   {@link dev.takt.bench.decision.WaitingTasks}  the database's part: ten million ranks in arrays
 * </pre>
 *
 * Only the processor time of the machine's own thread is counted: what the database, the arrays here, or a worker would do is not.
 */
package dev.takt.bench.decision;
