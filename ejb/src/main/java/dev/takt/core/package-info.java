/**
 * The decisions of Takt, in plain Java: no container, no thread, no I/O, no log, no clock of its own.
 *
 * <pre>
 *   task      what a task is, its states and the one table of transitions
 *   retry     when a failed attempt is tried again
 *   queue     a queue's lines of waiting tasks, of which only a window is in memory
 *   policy    the order in a line, the share between queues, the placement on nodes
 *   pool      the machine that puts them together: commands and a time in, changes and effects out
 *   schedule  cron and fixed intervals: which instant is next
 * </pre>
 *
 * Everything here is deterministic: the same commands with the same times give the same decisions. Times are
 * microseconds since 1970 ({@code …Micros}), the resolution of the record.
 */
package dev.takt.core;
