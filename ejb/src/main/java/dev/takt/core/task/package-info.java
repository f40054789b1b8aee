/**
 * What a task is, and how it may move.
 *
 * <pre>
 *   BLOCKED ─▶ AWAITING_APPROVAL ─▶ SCHEDULED ─▶ READY ─▶ RUNNING ─▶ SUCCEEDED | FAILED | TIMED_OUT | CANCELLED
 *                                       ▲           ▲        │
 *                                       └── retry ──┴────────┘ lost, yielded     any waiting state ─▶ CANCELLED | EXPIRED
 * </pre>
 *
 * {@link dev.takt.core.task.Transition} is the only door between states. {@link dev.takt.core.task.TaskSpec} never
 * changes; {@link dev.takt.core.task.Task} is the spec with its present standing.
 */
package dev.takt.core.task;
