package dev.takt.web.console;

import dev.takt.api.TaskState;
import dev.takt.record.TaskFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The filters of the task list as its address holds them.
 *
 * @param states none for all
 * @param from submitted at or after; as in the address, an instant or a local time in the viewer's zone
 * @param after the last id of the page before
 * @param problem what is wrong with the address, as a sentence; null when nothing is
 */
public record TaskQuery(
        Set<TaskState> states,
        String queue,
        String job,
        String label,
        String from,
        String to,
        String after,
        ZoneId zone,
        String problem) {
    static final String PATH = "tasks.xhtml";

    static TaskQuery of(HttpServletRequest request, ZoneId zone) {
        EnumSet<TaskState> states = EnumSet.noneOf(TaskState.class);
        String problem = null;
        String[] asked = request.getParameterValues("state");
        for (String name :
                asked == null ? new String[0] : String.join(",", asked).split(",")) {
            try {
                if (!name.isBlank()) {
                    states.add(TaskState.valueOf(name.trim().toUpperCase(Locale.ENGLISH)));
                }
            } catch (IllegalArgumentException unknown) {
                problem = "There is no state '" + name + "'; the states are "
                        + Arrays.stream(TaskState.values()).map(Enum::name).collect(Collectors.joining(", ")) + ".";
            }
        }
        TaskQuery query = new TaskQuery(
                states,
                text(request, "queue"),
                text(request, "job"),
                text(request, "label"),
                text(request, "from"),
                text(request, "to"),
                text(request, "after"),
                zone,
                problem);
        return problem == null ? query.checked() : query;
    }

    /** Whether anything is left out. */
    public boolean narrowed() {
        return !states.isEmpty() || queue != null || job != null || label != null || from != null || to != null;
    }

    /** The states as the address writes them. */
    public String stateNames() {
        return states.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    TaskFilter filter(int limit) {
        return new TaskFilter(
                states,
                queue,
                job,
                label,
                moment(from),
                moment(to),
                after == null ? null : UUID.fromString(after),
                limit);
    }

    /** The same filters with other states, from the first page. */
    String addressFor(Set<TaskState> others) {
        return address(others.stream().map(Enum::name).collect(Collectors.joining(",")), null);
    }

    /** The same filters on another page. */
    String addressAfter(String last) {
        return address(stateNames(), last);
    }

    /** The same filters on the same page. */
    String addressAgain() {
        return address(stateNames(), after);
    }

    /** The filters as the parameters that say them again; what is not filtered is left out. */
    public Map<String, String> parts() {
        Map<String, String> parts = parts(stateNames(), after);
        parts.values().removeIf(value -> value == null);
        return parts;
    }

    private Map<String, String> parts(String stateNames, String last) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("state", stateNames.isEmpty() ? null : stateNames);
        parts.put("queue", queue);
        parts.put("job", job);
        parts.put("label", label);
        parts.put("from", from);
        parts.put("to", to);
        parts.put("after", last);
        return parts;
    }

    private String address(String stateNames, String last) {
        String query = parts(stateNames, last).entrySet().stream()
                .filter(part -> part.getValue() != null)
                .map(part -> part.getKey() + "=" + URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? PATH : PATH + "?" + query;
    }

    private TaskQuery checked() {
        String wrong = null;
        try {
            moment(from);
            moment(to);
        } catch (DateTimeException notMoment) {
            wrong = "A time in the filter cannot be read; write it like 2026-11-21T09:30 or 2026-11-21T09:30:00Z, in "
                    + TaskFilter.MOMENTS + ".";
        }
        try {
            if (after != null) {
                UUID.fromString(after);
            }
        } catch (IllegalArgumentException notId) {
            wrong = "The page's place '" + after + "' is not a task's id; go back to the first page.";
        }
        if (label != null && !label.contains("=")) {
            wrong = "The label '" + label + "' is not complete; write it as name=value.";
        }
        return wrong == null ? this : new TaskQuery(states, queue, job, label, from, to, after, zone, wrong);
    }

    private Instant moment(String text) {
        if (text == null) {
            return null;
        }
        Instant moment = text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text).atZone(zone).toInstant();
        if (!TaskFilter.canHold(moment)) {
            throw new DateTimeException("Out of range.");
        }
        return moment;
    }

    private static String text(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value.trim();
    }
}
