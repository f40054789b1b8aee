/**
 * A report on the visits to this very server, from the access log that it writes.
 *
 * <pre>
 *   access_log.log ─▶ {@link dev.takt.samples.accesslog.LogTail} ─▶ {@link dev.takt.samples.accesslog.LogLine} ─▶ {@link dev.takt.samples.accesslog.Visits} ─▶ {@link dev.takt.samples.accesslog.Report}
 *      (the end of it)      one line at a time    cleaned, or refused   counters, all bounded
 * </pre>
 *
 * The log may be of any size: only its end is read, a line at a time, and every counter has a bound, so that the report
 * needs a few megabytes whatever happened. A line that cannot be understood is counted and left out. The handler only
 * reads, so a second run does no harm.
 */
package dev.takt.samples.accesslog;
