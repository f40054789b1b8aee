package dev.takt.core.schedule;

import java.util.List;
import java.util.Locale;

/** The kinds of fields with their ranges, and the grammar that they share. */
enum CronField {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    DAY_OF_WEEK("day of week", 0, 6, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String title;
    private final int min;
    private final int max;
    private final List<String> names;

    CronField(String title, int min, int max, List<String> names) {
        this.title = title;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /** The values of a whole field, as bits. */
    long bits(String text) {
        long bits = 0;
        for (String item : items(text)) {
            bits |= itemBits(item);
        }
        return bits;
    }

    /** The parts of a list; none may be empty. */
    String[] items(String text) {
        String[] items = text.split(",", -1);
        for (String item : items) {
            if (item.isEmpty()) {
                throw wrong(text, "has an empty part");
            }
        }
        return items;
    }

    /** The values of one item: {@code *}, a value, a range, each with a step or not. */
    long itemBits(String item) {
        int slash = item.indexOf('/');
        String range = slash < 0 ? item : item.substring(0, slash);
        int step = slash < 0 ? 1 : step(item, item.substring(slash + 1));
        int dash = range.indexOf('-');
        int first;
        int last;
        if (range.equals("*")) {
            first = min;
            last = max;
        } else if (dash > 0) {
            first = value(range.substring(0, dash));
            last = value(range.substring(dash + 1));
        } else {
            first = value(range);
            last = slash < 0 ? first : max;
        }
        int size = max - min + 1;
        int length = last >= first ? last - first : last + size - first;
        if (this == DAY_OF_WEEK && range.endsWith("-7")) {
            // Sunday as the end of a range is the day after Saturday: 0-7 is the whole week.
            length = size - first;
        }
        long bits = 0;
        for (int offset = 0; offset <= length; offset += step) {
            bits |= 1L << (min + (first - min + offset) % size);
        }
        return bits;
    }

    private int step(String item, String text) {
        int step = number(text);
        if (step < 1 || step > max) {
            throw wrong(item, "has a step that is not 1 to " + max);
        }
        return step;
    }

    /** One value, a number or a name. */
    int value(String text) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return named + min;
        }
        int value = number(text);
        if (this == DAY_OF_WEEK && value == 7) {
            return 0;
        }
        if (value < min || value > max) {
            throw wrong(
                    text,
                    names.isEmpty()
                            ? "is not " + range()
                            : "is neither " + range() + " nor a name such as " + names.get(1));
        }
        return value;
    }

    private String range() {
        return min + " to " + (this == DAY_OF_WEEK ? 7 : max);
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(text);
    }

    IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("The " + title + " '" + text + "' " + why + ".");
    }
}
