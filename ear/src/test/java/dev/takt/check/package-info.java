/**
 * Verifies the invariants after faults: {@link dev.takt.check.RecordingHandler} writes down what really ran, and
 * {@link dev.takt.check.InvariantsChecker} compares that, and what clients were told, with the database.
 *
 * <pre>
 *   client: acknowledged keys ─┐
 *   handler: starts and ends ──┼─▶ {@link dev.takt.check.InvariantsChecker} ─▶ violations, none is the aim
 *   database: record ──────────┘
 * </pre>
 */
package dev.takt.check;
