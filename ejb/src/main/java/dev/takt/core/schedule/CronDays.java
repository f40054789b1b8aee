package dev.takt.core.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The two day fields: which days fit. */
final class CronDays {
    private static final int NEAREST_WEEKDAYS_MAX = 31;

    /** Each fits some days; a day that fits one of them fits the field. Null when the field is not restricted. */
    private final Predicate<LocalDate> ofMonth;

    private final Predicate<LocalDate> ofWeek;

    CronDays(String dayOfMonth, String dayOfWeek) {
        this.ofMonth = isFree(dayOfMonth) ? null : ofMonth(dayOfMonth);
        this.ofWeek = isFree(dayOfWeek) ? null : ofWeek(dayOfWeek);
    }

    private static boolean isFree(String field) {
        return field.equals("*") || field.equals("?");
    }

    boolean fit(LocalDate day) {
        if (ofMonth == null) {
            return ofWeek == null || ofWeek.test(day);
        }
        return ofMonth.test(day) || ofWeek != null && ofWeek.test(day);
    }

    private static Predicate<LocalDate> ofMonth(String field) {
        long plain = 0;
        List<Predicate<LocalDate>> special = new ArrayList<>();
        for (String raw : CronField.DAY_OF_MONTH.items(field)) {
            String item = raw.toUpperCase(Locale.ROOT);
            if (item.equals("L")) {
                special.add(day -> day.getDayOfMonth() == day.lengthOfMonth());
            } else if (item.equals("LW")) {
                special.add(day -> day.equals(nearestWeekday(day.with(TemporalAdjusters.lastDayOfMonth()))));
            } else if (item.startsWith("L-")) {
                int before = before(item);
                special.add(day -> day.getDayOfMonth() == day.lengthOfMonth() - before);
            } else if (item.endsWith("W")) {
                int near = CronField.DAY_OF_MONTH.value(item.substring(0, item.length() - 1));
                special.add(day -> near <= day.lengthOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(near))));
            } else {
                plain |= CronField.DAY_OF_MONTH.itemBits(item);
            }
        }
        long bits = plain;
        special.add(day -> (bits >> day.getDayOfMonth() & 1) != 0);
        return anyOf(special);
    }

    private static int before(String item) {
        String days = item.substring(2);
        if (days.isEmpty() || days.length() > 2 || !days.chars().allMatch(Character::isDigit)) {
            throw CronField.DAY_OF_MONTH.wrong(item, "is not L-1 to L-30");
        }
        int before = Integer.parseInt(days);
        if (before < 1 || before >= NEAREST_WEEKDAYS_MAX) {
            throw CronField.DAY_OF_MONTH.wrong(item, "is not L-1 to L-30");
        }
        return before;
    }

    /** Monday to Friday, as near as can be within the month. */
    private static LocalDate nearestWeekday(LocalDate day) {
        if (day.getDayOfWeek() == DayOfWeek.SATURDAY) {
            return day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
        }
        if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
        }
        return day;
    }

    private static Predicate<LocalDate> ofWeek(String field) {
        long plain = 0;
        List<Predicate<LocalDate>> special = new ArrayList<>();
        for (String raw : CronField.DAY_OF_WEEK.items(field)) {
            String item = raw.toUpperCase(Locale.ROOT);
            int hash = item.indexOf('#');
            if (item.equals("L")) {
                plain |= 1L << 6;
            } else if (hash > 0) {
                int weekday = CronField.DAY_OF_WEEK.value(item.substring(0, hash));
                String count = item.substring(hash + 1);
                if (!count.matches("[1-5]")) {
                    throw CronField.DAY_OF_WEEK.wrong(raw, "has no # followed by 1 to 5");
                }
                int nth = Integer.parseInt(count);
                special.add(day -> weekday(day) == weekday && (day.getDayOfMonth() + 6) / 7 == nth);
            } else if (item.endsWith("L")) {
                int weekday = CronField.DAY_OF_WEEK.value(item.substring(0, item.length() - 1));
                special.add(day -> weekday(day) == weekday && day.getDayOfMonth() > day.lengthOfMonth() - 7);
            } else {
                plain |= CronField.DAY_OF_WEEK.itemBits(item);
            }
        }
        long bits = plain;
        special.add(day -> (bits >> weekday(day) & 1) != 0);
        return anyOf(special);
    }

    /** Sunday is 0. */
    private static int weekday(LocalDate day) {
        return day.getDayOfWeek().getValue() % 7;
    }

    private static Predicate<LocalDate> anyOf(List<Predicate<LocalDate>> predicates) {
        return predicates.stream().reduce(Predicate::or).orElseThrow();
    }
}
