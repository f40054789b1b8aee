/**
 * The jobs: what they are, their versions, and when their triggers fire.
 *
 * <pre>
 *   JSON ──▶ {@link dev.takt.job.JobDocument} ──▶ {@link dev.takt.job.JobDefinition} ──▶ {@link dev.takt.job.Jobs} ──▶ rows
 *                  syntax, types                 {@code JobRules}: ranges, names        job, job_version, job_trigger
 *                                                                                         │
 *   owner's clock ──▶ {@link dev.takt.job.JobPlanner} ──▶ {@link dev.takt.job.TriggerSpec} ◀────────────────────────┘
 *                          └──▶ {@link dev.takt.job.TaskSpecs} ──▶ a task's specification
 * </pre>
 *
 * Invariants: a job's version rises by one with each change, and a definition that says the same is no change; every
 * version ever is in {@code job_version}, a removal with no definition, so that a name used again goes on counting; each
 * change has one audit row, in its own transaction. A trigger whose definition stays keeps its place in time (last and
 * next firing, and the anchor of its interval) when other parts of the job change; a changed one begins anew. A trigger
 * of a paused job has no next firing; times that pass meanwhile are not made up for.
 *
 * <p>Due times are fixed in the rows, by the database's transaction: the owner of the pool fires them, and moves them on
 * in the transaction that makes the task. When a job changes at the same moment, one of the two finds the row changed and
 * steps back, so no due time makes two tasks.
 */
package dev.takt.job;
