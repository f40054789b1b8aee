/**
 * The benchmark: Takt and its peers in turn on one PostgreSQL, in one run, each in processes of its own, with every result
 * checked. {@code mvn -Pbench}; never part of {@code mvn verify}.
 *
 * <pre>
 *   {@link dev.takt.bench.Benchmark} ─▶ {@link dev.takt.bench.run}        workloads, and how contestants are started and asked
 *                │      {@link dev.takt.bench.workload}   what is asked, in each contestant's process
 *                │         {@link dev.takt.bench.peer}, {@link dev.takt.bench.takt}, {@link dev.takt.bench.load}   the contestants
 *                ├────▶ {@link dev.takt.bench.decision}   Takt's decisions alone
 *                ├────▶ {@link dev.takt.bench.database}   the one PostgreSQL and what it was made to do
 *                └────▶ {@link dev.takt.bench.report}     results.json, results.md, charts
 * </pre>
 *
 * A contestant that fails a check has no figure but the reason. Whatever happens, every process that was started ends with
 * the driver.
 */
package dev.takt.bench;
