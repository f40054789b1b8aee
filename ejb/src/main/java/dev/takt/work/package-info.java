/**
 * The worker's side of a node: it performs the attempts that owners hand to it.
 *
 * <pre>
 *   owner ── start(assignments) ──▶ line ──▶ slot threads ──▶ handler ──▶ {@link dev.takt.work.Attempt} ends
 *     ▲                                         ▲                            │
 *     │                             watchdog: interrupt, abandon             │
 *     └────────── offer(report), repeated until confirmed ◀── {@link dev.takt.work.Reports} ◀┘
 * </pre>
 *
 * What holds:
 * <ul>
 *   <li>An attempt ends exactly once: by its handler, by the watchdog (abandoned), or in the line (cancelled). One lock
 *       per attempt decides; whoever comes late is told so, and its result is dropped.
 *   <li>Its report is kept, and repeated, until the owner has confirmed the commit. The token makes repeats harmless.
 *   <li>An interrupt never reaches the next attempt on the same thread: it is only sent under the attempt's lock while
 *       the attempt runs, and the flag is cleared before the slot goes on.
 *   <li>Nothing begins here that others may have begun: what waits in the line begins only while the record has heard of
 *       this node lately, and is forgotten when this node may have been taken for gone ({@link dev.takt.work.Line}). So a
 *       process that was frozen for a while, and does not know it, does no harm with what it had not begun.
 * </ul>
 *
 * A time-out interrupts the handler; a cancellation tells it ({@code cancelled()}) and interrupts it a second later.
 * One that has not returned two seconds after its interrupt is abandoned: the attempt is reported as ended, and the
 * thread is written off and replaced by a new one, up to a bound; beyond it the node has fewer slots. The node's health
 * says so. A thread that comes back after all is used again, or ends if it was replaced.
 *
 * <p>The hot path (hand-over, run, report) makes no thread, no timer and no scheduling object: slot threads are fixed,
 * and the watchdog looks at the slots when the earliest of their deadlines has come.
 */
package dev.takt.work;
