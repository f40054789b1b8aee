package dev.takt.web.console;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people type them: {@code 500ms}, {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 2d}, or ISO-8601. */
final class Spans {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhd])");
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|[smhd]))+");

    private Spans() {}

    /**
     * Reads a span.
     *
     * @return null when the text is empty
     * @throws IllegalArgumentException with a sentence for the person when it is not a span
     */
    static Duration read(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String plain = text.replaceAll("\\s+", "");
        if (WHOLE.matcher(plain.toLowerCase(Locale.ENGLISH)).matches()) {
            return sum(plain.toLowerCase(Locale.ENGLISH));
        }
        try {
            return Duration.parse(plain);
        } catch (DateTimeParseException notSpan) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a span of time; write it like 500ms, 30s, 5m, 1h30m, 2d or PT30S.", notSpan);
        }
    }

    /** Writes a span so that {@link #read} gives it back; empty for null. */
    static String write(Duration span) {
        if (span == null) {
            return "";
        }
        if (span.toNanosPart() % 1_000_000 != 0 || span.isNegative()) {
            return span.toString();
        }
        StringBuilder text = new StringBuilder();
        append(text, span.toDays(), "d");
        append(text, span.toHoursPart(), "h");
        append(text, span.toMinutesPart(), "m");
        append(text, span.toSecondsPart(), "s");
        append(text, span.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    private static Duration sum(String text) {
        Duration total = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            total = total.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        return total;
    }
}
