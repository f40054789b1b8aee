package dev.takt.core.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;
import java.util.Optional;

/**
 * Due when the clock on a wall fits calendar fields. The form, and what happens when clocks change, is told in the
 * package's documentation; the treatment of clock changes follows Vixie cron's (cron(8), "daylight saving time").
 */
public final class Cron implements Schedule {
    /** Where the search ends: 29 February is up to eight years away, around a year 2100. */
    public static final int YEARS_MAX = 8;

    private static final int TEXT_MAX = 200;

    private final String text;
    private final ZoneId zone;
    private final long seconds;
    private final long minutes;
    private final long hours;
    private final long months;
    private final CronDays days;
    private final boolean rhythm;

    private Cron(String text, String[] fields, ZoneId zone) {
        this.text = text;
        this.zone = Objects.requireNonNull(zone, "zone");
        this.seconds = CronField.SECOND.bits(fields[0]);
        this.minutes = CronField.MINUTE.bits(fields[1]);
        this.hours = CronField.HOUR.bits(fields[2]);
        this.months = CronField.MONTH.bits(fields[4]);
        this.days = new CronDays(fields[3], fields[5]);
        this.rhythm = isEvery(fields[0]) || isEvery(fields[1]) || isEvery(fields[2]);
    }

    /** Quartz users write 0/15 where others write *&#47;15: both say "every". */
    private static boolean isEvery(String field) {
        return field.indexOf('*') >= 0 || field.indexOf('/') >= 0;
    }

    /**
     * Reads a cron expression.
     *
     * @throws IllegalArgumentException with a sentence that names the part that is wrong
     */
    public static Cron of(String text, ZoneId zone) {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "It has " + text.length() + " characters; up to " + TEXT_MAX + " are allowed.");
        }
        String[] fields = text.strip().split("\\s+");
        if (fields.length == 5) {
            fields = ("0 " + text.strip()).split("\\s+");
        }
        if (fields.length != 6) {
            throw new IllegalArgumentException("It has " + fields.length
                    + " fields; six are needed (second, minute, hour, day of month, month, day of week), or five"
                    + " without the second.");
        }
        return new Cron(text, fields, zone);
    }

    /** The expression as it was written. */
    public String text() {
        return text;
    }

    public ZoneId zone() {
        return zone;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        ZoneRules rules = zone.getRules();
        return Optional.ofNullable(rhythm ? nextOfRhythm(rules, after) : nextFixed(rules, after));
    }

    /** Goes through the stretches of time between changes of the clock; within one the offset stays. */
    private Instant nextOfRhythm(ZoneRules rules, Instant after) {
        Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant end = from.atZone(ZoneOffset.UTC).plusYears(YEARS_MAX).toInstant();
        while (from.isBefore(end)) {
            ZoneOffset offset = rules.getOffset(from);
            ZoneOffsetTransition change = rules.nextTransition(from);
            LocalDateTime found = nextLocal(LocalDateTime.ofEpochSecond(from.getEpochSecond(), 0, offset));
            Instant instant = found == null ? null : found.toInstant(offset);
            if (instant != null && (change == null || instant.isBefore(change.getInstant()))) {
                return instant;
            }
            if (change == null) {
                return null;
            }
            from = change.getInstant();
        }
        return null;
    }

    /** Each local time that fits means one instant, and later ones never mean earlier instants. */
    private Instant nextFixed(ZoneRules rules, Instant after) {
        LocalDateTime from = LocalDateTime.ofInstant(after, zone)
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1);
        // Just before the end of a gap lies, on the wall, its beginning; so no skipped time is overlooked.
        for (LocalDateTime found = nextLocal(from); found != null; ) {
            ZoneOffsetTransition change = rules.getTransition(found);
            Instant instant = change != null && change.isGap()
                    ? change.getInstant()
                    : found.toInstant(rules.getValidOffsets(found).get(0));
            if (instant.isAfter(after)) {
                return instant;
            }
            // The clock shows this for the second time, or the gap is over: go on behind the change.
            LocalDateTime behind = change == null
                    ? found.plusSeconds(1)
                    : change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
            found = nextLocal(behind);
        }
        return null;
    }

    /** The first local time from {@code from} on that fits; null when there is none within {@link #YEARS_MAX} years. */
    private LocalDateTime nextLocal(LocalDateTime from) {
        LocalDate end = from.toLocalDate().plusYears(YEARS_MAX);
        LocalTime earliest = from.toLocalTime();
        for (LocalDate day = from.toLocalDate(); !day.isAfter(end); earliest = LocalTime.MIDNIGHT) {
            if ((months >> day.getMonthValue() & 1) == 0) {
                day = day.withDayOfMonth(1).plusMonths(1);
                continue;
            }
            if (days.fit(day)) {
                LocalTime time = nextTime(earliest);
                if (time != null) {
                    return day.atTime(time);
                }
            }
            day = day.plusDays(1);
        }
        return null;
    }

    /** The first time of a day from {@code from} on that fits; null when there is none. */
    private LocalTime nextTime(LocalTime from) {
        int hour = from.getHour();
        int minute = from.getMinute();
        int second = nextBit(seconds, from.getSecond());
        boolean hourFits = (hours >> hour & 1) != 0;
        if (hourFits && (minutes >> minute & 1) != 0 && second >= 0) {
            return LocalTime.of(hour, minute, second);
        }
        int first = Long.numberOfTrailingZeros(seconds);
        int laterMinute = nextBit(minutes, minute + 1);
        if (hourFits && laterMinute >= 0) {
            return LocalTime.of(hour, laterMinute, first);
        }
        int laterHour = nextBit(hours, hour + 1);
        return laterHour < 0 ? null : LocalTime.of(laterHour, Long.numberOfTrailingZeros(minutes), first);
    }

    private static int nextBit(long bits, int from) {
        long rest = from > 63 ? 0 : bits >>> from << from;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text.equals(text) && cron.zone.equals(zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, zone);
    }

    @Override
    public String toString() {
        return text + " " + zone;
    }
}
