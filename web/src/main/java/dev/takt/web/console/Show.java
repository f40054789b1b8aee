package dev.takt.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.takt.api.TaskState;
import dev.takt.record.TaskSummary;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** How values look on the screen. Pages call it by name. */
@Named
@RequestScoped
public class Show {
    private static final DateTimeFormatter ABSOLUTE =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss.SSS", Locale.ENGLISH);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long THOUSAND = 1_000;
    private static final long MEBIBYTE = 1L << 20;

    /** How much of a task's id a list shows: its end, because ids begin with the time. */
    private static final int SHORT_ID = 8;

    @Inject
    private Viewer viewer;

    /** The moment with its zone, for the hover text of a relative time. */
    public String absolute(Instant at) {
        return at == null ? "" : ABSOLUTE.format(at.atZone(viewer.getZone())) + " " + viewer.getZone();
    }

    /** Day and time in the viewer's zone. */
    public String moment(Instant at) {
        return at == null ? "" : SECONDS.format(at.atZone(viewer.getZone()));
    }

    /** Day and time in a trigger's own zone, which is named; UTC when it has none. */
    public String momentIn(Instant at, ZoneId zone) {
        ZoneId told = zone == null ? java.time.ZoneOffset.UTC : zone;
        return SECONDS.format(at.atZone(told)) + " " + (zone == null ? "UTC" : zone);
    }

    public String clock(Instant at) {
        return at == null ? "" : CLOCK.format(at.atZone(viewer.getZone()));
    }

    /** How far away a moment is, in words; the browser keeps it up to date. */
    public String relative(Instant at) {
        if (at == null) {
            return "";
        }
        Duration away = Duration.between(at, Instant.now());
        return away.isNegative() ? "in " + length(away.negated()) : largest(away) + " ago";
    }

    /** How long a task's latest attempt took, or takes so far; empty when none runs or ran to an end. */
    public String took(TaskSummary task) {
        boolean counts = task.state() == TaskState.RUNNING || task.state().isFinal();
        return counts ? between(task.startedAt(), task.endedAt()) : "";
    }

    /** A span in its largest unit alone: what is past need not tick. */
    private static String largest(Duration span) {
        if (span.toMinutes() == 0) {
            return span.toSeconds() + " s";
        }
        if (span.toHours() == 0) {
            return span.toMinutes() + " min";
        }
        return span.toDays() == 0 ? span.toHours() + " h" : span.toDays() + " d";
    }

    /** A span of time in its one or two largest units. */
    public String length(Duration span) {
        if (span == null) {
            return "";
        }
        long millis = span.toMillis();
        if (millis < THOUSAND) {
            return millis + " ms";
        }
        if (span.toMinutes() == 0) {
            return millis < 10 * THOUSAND
                    ? String.format(Locale.ENGLISH, "%.1f s", millis / (double) THOUSAND)
                    : span.toSeconds() + " s";
        }
        if (span.toHours() == 0) {
            return twoUnits(span.toMinutes(), "min", span.toSecondsPart(), "s");
        }
        if (span.toDays() == 0) {
            return twoUnits(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        return twoUnits(span.toDays(), "d", span.toHoursPart(), "h");
    }

    /** The span between two moments; up to now when the second is null, nothing when the first is. */
    public String between(Instant from, Instant to) {
        return from == null ? "" : length(Duration.between(from, to == null ? Instant.now() : to));
    }

    /** A span as forms take it: {@code 90s}, {@code 5m}, {@code PT0.5S}; empty for null. */
    public String span(Duration value) {
        return Spans.write(value);
    }

    /** A whole number with thin groups of three. */
    public String count(Number value) {
        return value == null ? "" : String.format(Locale.ENGLISH, "%,d", value.longValue());
    }

    /** A rate with one decimal place below ten. */
    public String rate(double perSecond) {
        return String.format(Locale.ENGLISH, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    /** A part of a whole in per cent, 0 to 100; 0 when there is no whole. */
    public int percent(Number part, Number whole) {
        double all = whole.doubleValue();
        return all <= 0 ? 0 : (int) Math.min(100, Math.round(100 * part.doubleValue() / all));
    }

    public String mebibytes(long bytes) {
        return bytes / MEBIBYTE + " MiB";
    }

    /** A task's state, or an attempt's outcome, in words: {@code Timed out}. */
    public String state(Enum<?> state) {
        String words = state.name().replace('_', ' ').toLowerCase(Locale.ENGLISH);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The class that colours a state everywhere: badges, rail, charts. */
    public String tone(Enum<?> state) {
        return "s-" + state.name().toLowerCase(Locale.ENGLISH).replace('_', '-');
    }

    public String shortId(UUID id) {
        String text = id.toString();
        return text.substring(text.length() - SHORT_ID);
    }

    /** JSON text with line breaks; text that is not JSON as it is. */
    public String pretty(String json) {
        if (json == null || json.isBlank()) {
            return "";
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(json));
        } catch (JsonProcessingException notJson) {
            return json;
        }
    }

    /** The first line of an error, which lists show. */
    public String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /** Labels as {@code name=value}, one a line, as forms take them. */
    public String labels(Map<String, String> labels) {
        return labels == null
                ? ""
                : labels.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static String twoUnits(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + " " + largeUnit : large + " " + largeUnit + " " + small + " " + smallUnit;
    }
}
