/**
 * How work comes in.
 *
 * <pre>
 *   REST, JMS ── JSON ──▶ {@link dev.takt.intake.TaskDocument} ─┐
 *   Java, console, triggers ── request ────────────┴─▶ {@link dev.takt.intake.RequestRules} ─▶ {@link dev.takt.intake.Intake} ─▶ owner
 *   Java inside a transaction ─────────────────────────▶ {@link dev.takt.intake.Inbox} (a row of the caller's transaction) ─▶ owner
 * </pre>
 *
 * What a task needs of time, resources and place has the same fields in tasks and in jobs, which
 * {@link dev.takt.intake.NeedsDocument} reads and writes for both.
 *
 * <p>Two questions are kept apart. <em>Is this well-formed?</em> is answered while the JSON is read: syntax, types,
 * unknown and repeated fields. <em>Is this allowed?</em> is answered by the rules, which are the same for every way in.
 * Both collect all violations, each with the path of its field, so that a caller can mend everything at once.
 *
 * <p>A payload is opaque: it is kept as the text that came in, without its white space, and never turned into objects
 * here. That keeps numbers exact and the hot path cheap.
 */
package dev.takt.intake;
