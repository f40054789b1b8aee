/**
 * Takt as a contestant: deployed beside it in the same server, as a user's deployment is.
 *
 * <pre>
 *   driver ─ POST /bench/control ─▶ {@link dev.takt.bench.takt.ControlServlet} ─▶ {@link dev.takt.bench.takt.TaktContestant} ─▶ TaktClient
 *                                                                                             │ Takt
 *                                    {@link dev.takt.bench.takt.Handlers} ◀───────────────────────┘
 * </pre>
 */
package dev.takt.bench.takt;
