package dev.takt.intake;

import dev.takt.api.Needs;
import dev.takt.api.Retry;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules of single fields, which tasks and jobs share. Collects what breaks them. A null value breaks none.
 */
public final class FieldRules {
    /** The longest name of a job, handler, queue or trigger: the width of their columns. */
    public static final int NAME_MAX = 100;
    /** The longest idempotency key: the width of its column. */
    public static final int KEY_MAX = 200;
    /** How many labels one task may carry: each is a row of an index. */
    public static final int LABELS_MAX = 20;

    public static final int LABEL_NAME_MAX = 63;
    public static final int LABEL_VALUE_MAX = 200;
    public static final int PRIORITY_MAX = 100;
    public static final int ATTEMPTS_MAX = 100;
    public static final double FACTOR_MAX = 10;
    /** The longest back-off and time-out: what takes longer is a job with a trigger, not a wait. */
    public static final Duration LONG = Duration.ofDays(30);
    /** The longest delay and time to live. */
    public static final Duration YEAR = Duration.ofDays(366);

    /** The longest affinity key and group: each is kept with its task. */
    public static final int PLACE_MAX = 200;
    /** The most cores and mebibytes that a task may ask for: more than any machine has. */
    public static final double CPU_MAX = 1_024;

    public static final double CPU_MIN = 0.001;
    public static final int MEMORY_MB_MAX = 1 << 24;

    private static final Instant TIME_MIN = Instant.EPOCH;
    /** The last time that both databases write with four digits of the year. */
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59Z");

    private static final String PAYLOAD_MAX_PROPERTY = "takt.payload.max.bytes";

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    private final String prefix;
    private List<Violation> violations = List.of();

    /** @param prefix what stands before the names of fields, such as {@code [3].}; empty for none */
    public FieldRules(String prefix) {
        this.prefix = prefix;
    }

    /** The largest payload in bytes of UTF-8: system property {@code takt.payload.max.bytes}, 256 KiB by default. */
    public static int payloadMaxBytes() {
        return PayloadMax.BYTES;
    }

    /** What broke a rule so far. */
    public List<Violation> violations() {
        return violations;
    }

    /** Notes a violation. */
    public void add(String field, String rule) {
        if (violations.isEmpty()) {
            violations = new ArrayList<>();
        }
        violations.add(new Violation(prefix + field, rule));
    }

    /** A name of a job, handler, queue, pool or trigger. */
    public void name(String field, String value) {
        if (value != null && !isName(value, NAME_MAX)) {
            add(
                    field,
                    DocumentReader.quote(value) + " is no name; a name has 1 to " + NAME_MAX
                            + " characters of A-Z a-z 0-9 . _ -");
        }
    }

    /** Whether a text is a name of at most {@code max} characters. */
    public static boolean isName(String value, int max) {
        if (value.isEmpty() || value.length() > max) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /**
     * Text for people or machines: at most {@code max} characters, none of them a control character or half of a pair, which
     * has no form in UTF-8: databases would keep a question mark in its place, the same for all.
     */
    public void text(String field, String value, int min, int max) {
        if (value == null) {
            return;
        }
        if (value.length() < min || value.length() > max) {
            add(field, "has " + value.length() + " characters; " + min + " to " + max + " are allowed.");
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                add(field, "has a control character at position " + i + "; none are allowed.");
                return;
            }
            if (Character.isSurrogate(value.charAt(i))) {
                if (!isPair(value, i)) {
                    add(field, "has half of a surrogate pair at position " + i + "; it is no character by itself.");
                    return;
                }
                i++;
            }
        }
    }

    private static boolean isPair(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
    }

    public void priority(String field, Integer value) {
        if (value != null && (value < -PRIORITY_MAX || value > PRIORITY_MAX)) {
            add(field, "is " + value + "; -" + PRIORITY_MAX + " to " + PRIORITY_MAX + " is allowed.");
        }
    }

    /** A point in time that the record can keep. */
    public void time(String field, Instant value) {
        if (value != null && (value.isBefore(TIME_MIN) || value.isAfter(TIME_MAX))) {
            add(field, "is " + value + "; the years 1970 to 9999 are allowed.");
        }
    }

    /** What a task or job asks beyond a handler and a slot. */
    public void needs(Needs value) {
        if (value == null) {
            return;
        }
        limit("expected", value.expected(), LONG);
        if (value.deadline() != null && value.deadlineIn() != null) {
            add("deadline", "is given both as a time and as a duration; give one of them.");
        }
        time("deadline", value.deadline());
        limit("deadline", value.deadlineIn(), YEAR);
        if (value.cpu() != null && !(value.cpu() >= CPU_MIN && value.cpu() <= CPU_MAX)) {
            add("resources.cpu", "is " + value.cpu() + "; 0.001 to 1024 cores are allowed.");
        }
        if (value.memoryMb() != null && (value.memoryMb() < 1 || value.memoryMb() > MEMORY_MB_MAX)) {
            add("resources.memoryMb", "is " + value.memoryMb() + "; 1 to " + MEMORY_MB_MAX + " is allowed.");
        }
        text("affinityKey", value.affinityKey(), 1, PLACE_MAX);
        text("group", value.group(), 1, PLACE_MAX);
        labels("nodeLabels", value.nodeLabels());
        labels("preferLabels", value.preferLabels());
    }

    /** A time limit: 1 ms to {@code max}. */
    public void limit(String field, Duration value, Duration max) {
        span(field, value, SHORTEST, max);
    }

    /** A wait: none to {@code max}. */
    public void wait(String field, Duration value, Duration max) {
        span(field, value, Duration.ZERO, max);
    }

    /** A duration from {@code min} to {@code max}. */
    public void span(String field, Duration value, Duration min, Duration max) {
        if (value != null && (value.compareTo(min) < 0 || value.compareTo(max) > 0)) {
            add(field, "is " + value + "; " + min + " to " + days(max) + " is allowed.");
        }
    }

    private static String days(Duration value) {
        return value.toHours() % 24 == 0 ? value.toDays() + " days" : value.toString();
    }

    public void retry(String field, Retry value) {
        if (value == null) {
            return;
        }
        if (value.attempts() < 1 || value.attempts() > ATTEMPTS_MAX) {
            add(field + ".attempts", "is " + value.attempts() + "; 1 to " + ATTEMPTS_MAX + " is allowed.");
        }
        if (!(value.factor() >= 1 && value.factor() <= FACTOR_MAX)) {
            add(field + ".factor", "is " + value.factor() + "; 1 to 10 is allowed.");
        }
        needed(field + ".backoff", value.backoff());
        wait(field + ".backoff", value.backoff(), LONG);
        needed(field + ".backoffMax", value.backoffMax());
        wait(field + ".backoffMax", value.backoffMax(), LONG);
    }

    private void needed(String field, Object value) {
        if (value == null) {
            add(field, "is null; a retry policy has all four parts, see Retry.NONE.");
        }
    }

    public void labels(String field, Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return;
        }
        if (labels.size() > LABELS_MAX) {
            add(field, "has " + labels.size() + " labels; up to " + LABELS_MAX + " are allowed.");
            return;
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!isName(label.getKey(), LABEL_NAME_MAX)) {
                add(
                        field,
                        DocumentReader.quote(label.getKey()) + " is no label name; it has 1 to " + LABEL_NAME_MAX
                                + " characters of A-Z a-z 0-9 . _ -");
            } else if (label.getValue() == null) {
                add(field + "." + label.getKey(), "is null; a label's value is a string.");
            } else {
                text(field + "." + label.getKey(), label.getValue(), 0, LABEL_VALUE_MAX);
            }
        }
    }

    /**
     * A payload: well-formed JSON within the limit.
     *
     * @throws TaktException.TooLarge when it exceeds the limit, because reading it further would be of no use
     */
    public void payload(String field, String json) {
        if (json == null) {
            return;
        }
        long bytes = (long) json.length() * UTF8_BYTES_PER_CHAR_MAX;
        if (bytes > PayloadMax.BYTES) {
            bytes = json.length() > PayloadMax.BYTES ? json.length() : json.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > PayloadMax.BYTES) {
                throw new TaktException.TooLarge(
                        prefix + field,
                        "The payload has " + bytes + " bytes or more; up to " + PayloadMax.BYTES
                                + " are allowed. Keep large data elsewhere and pass its address.");
            }
        }
        String flaw = DocumentReader.flaw(json);
        if (flaw != null) {
            add(field, flaw);
        }
    }

    private static final class PayloadMax {
        static final int BYTES = Integer.getInteger(PAYLOAD_MAX_PROPERTY, 256 * 1024);
    }
}
