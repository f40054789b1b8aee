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
 * The machine's state runs ahead of the record by one decision. If that decision cannot be committed, the machine is
 * thrown away and a new one is loaded from the record: there is no undo.
 */
package dev.takt.core.pool;
