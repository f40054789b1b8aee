/**
 * The owner: the node that decides for a pool, for one epoch.
 *
 * <pre>
 *   requests ─▶ {@code Mailbox} ─▶ {@code Lookup} ─▶ PoolMachine ─▶ one transaction ─▶ answers, attempts, events
 *              (bounded)     (reads)     (decides)     (epoch check first)   ("persist, then speak")
 *                    └──────────────── {@code Reign.round()} ─────────────────┘
 *
 *   {@link dev.takt.own.Pulse}   EJB timers: the tick that must come even if every message is lost
 *   {@link dev.takt.own.Owners}  one {@code Owner} for each pool: takes the lease, reigns, starts again
 *   {@link dev.takt.own.Pools}   settings and standing, for people; {@link dev.takt.own.PoolChanges} changes them
 *   {@link dev.takt.own.LiveReport} tells the live picture what this node knows
 *   {@link dev.takt.own.Draining} takes nodes out of service and back
 *   {@link dev.takt.own.GracefulStop} lets a server that stops hand over its pools and end what it runs
 * </pre>
 *
 * On failure: a transaction that fails, whatever the cause and whether or not its commit happened, ends the reign. The
 * state in memory is dropped, those who wait for an answer are told to try again, and the owner takes the lease anew with
 * a higher epoch and loads what the record says. Workers repeat the reports that were not settled. An owner that was
 * replaced finds out by the same check, at the beginning of its next transaction, and speaks no more.
 */
package dev.takt.own;
