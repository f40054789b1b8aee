/**
 * Takt's ways in from outside, each in a process of its own that only submits; the tasks run in the server, whose control
 * point counts them.
 *
 * <pre>
 *   {@link dev.takt.bench.load.RestLoad} ── kept-alive {@link dev.takt.bench.load.HttpLine}s ──▶ POST /api/v1/tasks, /tasks/batch
 *   {@link dev.takt.bench.load.JmsLoad}  ── one session a thread ─────────▶ jms.queue.takt.submit
 * </pre>
 *
 * The loaders share the machine with server and database, and cost it what they cost.
 */
package dev.takt.bench.load;
