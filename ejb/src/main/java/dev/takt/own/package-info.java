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
 *   {@code Envoy}                takes requests to the owner, on whatever node that is, or into the inbox when its
 *                                {@code Patience} ends
 *   {@link dev.takt.own.Draining} takes nodes out of service and back
 *   {@link dev.takt.own.GracefulStop} lets a server that stops hand over its pools and end what it runs
 * </pre>
 *
 * Which node owns: {@code Succession} says which ought to (rendezvous hashing over the nodes in the record), the lease
 * says which does. A node takes a lease that was given up, whose owner has left or was found dead, or that has expired; the
 * preferred one at once, the others after a courtesy. An owner that is no longer preferred, or drains, gives the pool up
 * and tells its successor. {@code RollCall} says which nodes are there and which of them ought to own. A node that is not
 * alone plays a take-over once ({@code Rehearsal}), so that a real one is not the first time that its code runs.
 *
 * Under load: what a round writes grows with what has come in, and what has ended leaves room in the table that
 * {@code Vacuuming} has freed in time. While tasks wait for room, {@code Mailbox} gives a round no
 * more submissions than lets their line grow shorter, since a task that starts when it comes is written once. Ends are told
 * to {@code EventPublisher} only while the topic has an {@code Audience}.
 *
 * What nodes say: {@code Voice} says what a round came to, once it is in the record; {@code NodeWorkers} carries it to workers here and elsewhere, {@code Switchboard} hears what others say,
 * {@code WorkerDoor} lets no replaced owner speak to this node's worker, {@code Stocktaking} compares every few seconds
 * what an owner believes to run with what each node holds. A lost message so costs latency, never a task.
 *
 * On failure: a transaction that fails, whatever the cause and whether or not its commit happened, ends the reign. The
 * state in memory is dropped, those who wait for an answer are told to try again, and the owner takes the lease anew with
 * a higher epoch and loads what the record says. Workers repeat the reports that were not settled. An owner that was
 * replaced finds out by the same check, at the beginning of its next transaction, and speaks no more.
 *
 * All of it but the beans runs without a container, on a time and a record that are given: so the seeded simulation of
 * the tests ({@code ClusterSimulation}) drives it, many nodes in one thread. A node that the record has not heard of is
 * taken for gone only by those whom the record has heard all the time: after an outage it has heard nobody.
 */
package dev.takt.own;
