/**
 * The driver's side: starts contestants, has them do the workloads, checks, and notes what it saw.
 *
 * <pre>
 *   {@link dev.takt.bench.run.Contestants} ─▶ {@link dev.takt.bench.run.Running}: processes, and a {@link dev.takt.bench.run.Control} for each end
 *   {@link dev.takt.bench.run.Workload}    W1 {@link dev.takt.bench.run.Throughput}   W2 {@link dev.takt.bench.run.Latency}   W3 {@link dev.takt.bench.run.Lateness}
 *                W4 {@link dev.takt.bench.run.Recovery}     W5 {@link dev.takt.bench.run.Backlog}   W6 {@link dev.takt.bench.run.Soak}
 *                {@link dev.takt.bench.run.Idle}         {@link dev.takt.bench.run.Decisions}   {@link dev.takt.bench.run.Lists}
 * </pre>
 *
 * In each round every contestant has its turn, in new processes on a new database, after some seconds of the same work that
 * are not counted; so a slow minute of the machine meets all alike.
 */
package dev.takt.bench.run;
