/**
 * Queues as the owner holds them.
 *
 * <pre>
 *   queue ── line per handler ── window (in memory, in rank order) │ the rest (in the record, by index)
 *                                                        boundary ─┘
 * </pre>
 *
 * A line is one handler's part of a queue, so that tasks whose handler is nowhere to be found stand in nobody's way. Of
 * each line only a {@link dev.takt.core.queue.Window} is in memory: every task up to the boundary, none beyond it. It is
 * refilled from the record when it runs low. So a million waiting tasks cost no more memory than a few thousand. All lines of a
 * pool share an {@link dev.takt.core.queue.Allowance}: with ten thousand of them each holds a few tasks, and more when it turns
 * out that it needs more.
 *
 * <p>{@link dev.takt.core.queue.Turns} keeps the lines that could be served in the order of their turns, so that a decision costs
 * the same however many queues wait, are paused, at their limits, or without a node.
 *
 * <p>A task that asks for labels or resources which no node has free is looked past, up to
 * {@value dev.takt.core.queue.Line#LOOK_PAST_MAX} of them in one line, so that those behind it start. Nothing is kept free
 * for it meanwhile: under steady small work a large task may wait long, and belongs in a pool of its own.
 */
package dev.takt.core.queue;
