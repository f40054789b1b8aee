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
 * {@code AttemptEnds} decide what a command means; {@code Roster} knows the nodes, {@code RunTimes} how long things take.
 *
 * The machine's state runs ahead of the record by one decision. If that decision cannot be committed, the machine is
 * thrown away and a new one is loaded from the record: there is no undo.
 */
package dev.takt.core.pool;
