/**
 * When triggers fire: pure functions from an instant to the next due time after it.
 *
 * <pre>
 *   {@link dev.takt.core.schedule.Schedule} ─┬─ {@link dev.takt.core.schedule.Cron}   calendar fields in a time zone
 *            ├─ {@link dev.takt.core.schedule.Every}  a fixed interval from an anchor
 *            └─ {@link dev.takt.core.schedule.At}     once
 * </pre>
 *
 * A schedule has no memory: the due times of a trigger are {@code next(t0)}, {@code next(next(t0))} and so on, so they
 * can be recomputed after a restart, on another node, or for a preview, and are always the same.
 *
 * <h2>Cron</h2>
 * Six fields: second, minute, hour, day of month, month, day of week; with five, the second is 0. A field is a list of
 * {@code *}, values, ranges {@code a-b} (which may wrap around, as {@code FRI-MON}) and steps {@code /n}; months and
 * days of the week have English three-letter names. Days of the week count from Sunday, 0 to 7 with 0 and 7 both Sunday,
 * as in Unix cron, Spring and Jakarta Enterprise Beans (and unlike Quartz, where Sunday is 1: use names to be sure).
 * {@code ?} is {@code *}, for the two day fields. In the day of month, {@code L} is the last day, {@code L-3} three days
 * before it, {@code LW} the last weekday (Monday to Friday), {@code 15W} the weekday nearest to the 15th within the
 * month. In the day of week, {@code FRI#2} is the second Friday, {@code FRIL} the last; {@code L} alone is Saturday.
 * When both day fields are restricted, a day that fits either is taken, as in Unix cron.
 *
 * <h2>Changes of the clock</h2>
 * As in Vixie cron, what matters is whether one of second, minute and hour says "every": with {@code *} or a step.
 * <ul>
 *   <li>If none does, the cron names fixed times of the day, and each happens once every day: one that the clock skips
 *       fires at the first instant after the gap (once, even if several were skipped), one that the clock shows twice
 *       fires the first time only.
 *   <li>If one does, the cron is a rhythm and follows the clock on the wall: what is skipped does not happen, what is
 *       shown twice happens twice. So "every 15 minutes" stays that.
 * </ul>
 */
package dev.takt.core.schedule;
