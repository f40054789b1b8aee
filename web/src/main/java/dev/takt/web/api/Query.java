package dev.takt.web.api;

import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskState;
import dev.takt.record.TaskFilter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads query parameters strictly, and collects what is wrong with all of them for one answer. Parameters that a
 * resource does not know are refused before, by {@link QueryGate}.
 */
final class Query {
    static final int LIMIT_DEFAULT = 50;
    static final int LIMIT_MAX = 500;
    private static final int TEXT_MAX = 300;

    /** {@link UUID#fromString} takes shorter forms too, which would make two names for one task. */
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private final List<Violation> violations = new ArrayList<>();

    /** How many items a page has, 1 to 500; 50 when not given. */
    int limit(String value) {
        if (value == null) {
            return LIMIT_DEFAULT;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // The rule below is the answer.
        }
        refuse("limit", "'" + cut(value) + "' is not a whole number from 1 to " + LIMIT_MAX + ".");
        return LIMIT_DEFAULT;
    }

    /** A moment; null when not given. */
    Instant instant(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            Instant moment = OffsetDateTime.parse(value).toInstant();
            if (TaskFilter.canHold(moment)) {
                return moment;
            }
            refuse(name, "'" + cut(value) + "' is out of range; moments are in " + TaskFilter.MOMENTS + ".");
            return null;
        } catch (DateTimeParseException malformed) {
            refuse(
                    name,
                    "'" + cut(value) + "' is not a moment such as 2026-11-21T08:30:00Z (a + in it is written %2B).");
            return null;
        }
    }

    /** An id; null when not given. */
    UUID uuid(String name, String value) {
        if (value == null) {
            return null;
        }
        if (UUID_FORM.matcher(value).matches()) {
            return UUID.fromString(value);
        }
        refuse(name, "'" + cut(value) + "' is not an id such as 01932c7e-9c1a-7d3e-8f21-5b7a90c4d6e8.");
        return null;
    }

    /** A name or other text that is looked for as it stands; null when not given. */
    String text(String name, String value) {
        if (value == null) {
            return null;
        }
        if (value.isEmpty() || value.length() > TEXT_MAX) {
            refuse(name, "This has 1 to " + TEXT_MAX + " characters; leave the parameter out for no filter.");
            return null;
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            refuse(name, "This has a control character; none are allowed.");
            return null;
        }
        return value;
    }

    /** A label as {@code name=value}; null when not given. */
    String label(String value) {
        String label = text("label", value);
        if (label != null && label.indexOf('=') < 1) {
            refuse("label", "'" + cut(label) + "' is not of the form name=value.");
            return null;
        }
        return label;
    }

    /** States, repeated or separated by commas; empty when not given. */
    Set<TaskState> states(List<String> values) {
        Set<TaskState> states = EnumSet.noneOf(TaskState.class);
        for (String value : values) {
            for (String name : value.split(",", -1)) {
                try {
                    states.add(TaskState.valueOf(name.strip().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException unknown) {
                    refuse(
                            "state",
                            "'" + cut(name) + "' is not a state; states are " + Arrays.toString(TaskState.values())
                                    + ".");
                }
            }
        }
        return states;
    }

    /** @throws TaktException.Invalid when something was wrong */
    void check() {
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
    }

    /** An id in a path. */
    static UUID id(String value) {
        Query query = new Query();
        UUID id = query.uuid("id", value);
        query.check();
        return id;
    }

    private void refuse(String name, String rule) {
        violations.add(new Violation(name, rule));
    }

    private static String cut(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
}
