/**
 * What is asked of every contestant, and how it is counted: the same classes in the peers' process and in Takt's server.
 *
 * <pre>
 *   command ─▶ {@link dev.takt.bench.workload.ControlPoint} ─▶ {@link dev.takt.bench.workload.Entrance}   work goes in
 *                        │                                    │ the contestant
 *                        │                                    ▼
 *                        ├─────────────▶ {@link dev.takt.bench.workload.Tally} ◀─ {@link dev.takt.bench.workload.Work}   a handler ran
 *                        └─────────────▶ {@link dev.takt.bench.workload.Ledger}   what the record says
 * </pre>
 *
 * Times are {@link java.lang.System#nanoTime()}, which on Linux is one clock (CLOCK_MONOTONIC) for all processes of a host,
 * so that a call in one process and a start in another can be subtracted. A contestant's word counts for nothing: starts
 * are counted by the handler, ends are read from the record.
 */
package dev.takt.bench.workload;
