/**
 * The pool's machine: all that an owner decides.
 *
 * <pre>
 *   commands, time ──▶ {@link dev.takt.core.pool.PoolMachine} ──▶ {@link dev.takt.core.pool.Decision}
 *                        │                                          changes: one transaction
 *                        │                                          effects: after its commit
 *                        └── wants: which windows to refill, when to wake
 * </pre>
 *
 * Inside, {@code PoolState} holds what is known and moves tasks between lines, schedule and nodes; {@code Requests} and
 * {@code AttemptEnds} decide what a command means; {@code Roster} knows the nodes, {@code Places} which of
 * them have room, {@code RunTimes} how long things take.
 *
 * <p>A round costs what it decides: O(commands + starts), each start O(log queues + handlers that are waited for) and what its
 * placement costs. What stays linear: placements that compare all nodes (a few nanoseconds a node and start); all nodes once a
 * round for a handler whose tasks are so short that they are handed out ahead, and for each task with demands of its own that is
 * looked at; all queues when pool or share are changed.
 *
 * <p>The machine's state runs ahead of the record by one decision. If that decision cannot be committed, the machine is
 * thrown away and a new one is loaded from the record: there is no undo.
 */
package dev.takt.core.pool;
