package dev.takt.web.console;

import dev.takt.api.TaktException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what was typed into a form and gathers all that cannot be read, so that a person sees every mistake at once. */
final class Fields {
    private final List<TaktException.Violation> wrong = new ArrayList<>();

    /** Refuses the form when something could not be read. */
    void throwIfWrong() {
        if (!wrong.isEmpty()) {
            throw new TaktException.Invalid(wrong);
        }
    }

    /** Text without blanks around it; null when empty. */
    String text(String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    String needed(String field, String typed) {
        if (text(typed) == null) {
            refuse(field, "This is empty; choose one.");
        }
        return text(typed);
    }

    Integer integer(String field, String typed) {
        try {
            return text(typed) == null ? null : Integer.valueOf(text(typed));
        } catch (NumberFormatException notNumber) {
            refuse(field, "'" + typed + "' is not a whole number.");
            return null;
        }
    }

    Double decimal(String field, String typed) {
        try {
            return text(typed) == null ? null : Double.valueOf(text(typed));
        } catch (NumberFormatException notNumber) {
            refuse(field, "'" + typed + "' is not a number.");
            return null;
        }
    }

    Duration span(String field, String typed) {
        try {
            return Spans.read(typed);
        } catch (IllegalArgumentException notSpan) {
            refuse(field, notSpan.getMessage());
            return null;
        }
    }

    /** An instant, or a day and time in the given zone. */
    Instant moment(String field, String typed, ZoneId zone) {
        try {
            if (text(typed) == null) {
                refuse(field, "This is empty; give a day and a time.");
                return null;
            }
            return text(typed).endsWith("Z")
                    ? Instant.parse(text(typed))
                    : LocalDateTime.parse(text(typed)).atZone(zone).toInstant();
        } catch (DateTimeException notMoment) {
            refuse(field, "'" + typed + "' is not a time; write it like 2026-11-21T09:30 or 2026-11-21T09:30:00Z.");
            return null;
        }
    }

    /** A time zone; null when empty. */
    ZoneId zone(String field, String typed) {
        try {
            return text(typed) == null ? null : ZoneId.of(text(typed));
        } catch (DateTimeException unknown) {
            refuse(field, "'" + typed + "' is not a time zone; write it like Europe/Berlin or UTC.");
            return null;
        }
    }

    /** One {@code name=value} a line; null when empty. */
    Map<String, String> labels(String field, String typed) {
        if (text(typed) == null) {
            return null;
        }
        Map<String, String> labels = new TreeMap<>();
        for (String line : typed.split("[\\r\\n]+")) {
            int sign = line.indexOf('=');
            if (line.isBlank()) {
                continue;
            }
            if (sign < 1) {
                refuse(field, "'" + line.strip() + "' is not a label; write one name=value a line.");
            } else {
                labels.put(
                        line.substring(0, sign).strip(),
                        line.substring(sign + 1).strip());
            }
        }
        return labels;
    }

    void refuse(String field, String rule) {
        wrong.add(new TaktException.Violation(field, rule));
    }
}
