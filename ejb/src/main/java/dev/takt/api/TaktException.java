package dev.takt.api;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Takt's answer when it does not do what was asked. The message says the facts, the rule and the next step. The kinds
 * are fixed, so that every way in (REST, JMS, Java, console) tells them apart in the same way.
 */
@ApplicationException(inherited = true)
public abstract sealed class TaktException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected TaktException(String message) {
        super(message);
    }

    /** The request breaks rules; each violation names its field. */
    public static final class Invalid extends TaktException {
        private static final long serialVersionUID = 1L;

        /** Whoever has mended so many may ask again for the rest; a request of nothing but flaws must not cost much. */
        private static final int TOLD_MAX = 100;

        private final transient List<Violation> violations;

        /** @param violations of which the first hundred are told */
        public Invalid(List<Violation> violations) {
            super(message(violations));
            this.violations = List.copyOf(violations.size() > TOLD_MAX ? violations.subList(0, TOLD_MAX) : violations);
        }

        private static String message(List<Violation> violations) {
            if (violations.isEmpty()) {
                return "Invalid request.";
            }
            String told =
                    violations.stream().limit(TOLD_MAX).map(Violation::toString).collect(Collectors.joining(" "));
            int more = violations.size() - TOLD_MAX;
            return more > 0 ? told + " And " + more + " more." : told;
        }

        public Invalid(String field, String rule) {
            this(List.of(new Violation(field, rule)));
        }

        /** What was wrong, field by field; empty after a remote call (the message has it all). */
        public List<Violation> violations() {
            return violations == null ? List.of() : violations;
        }
    }

    /** Something is larger than its limit. */
    public static final class TooLarge extends TaktException {
        private static final long serialVersionUID = 1L;
        private final String field;

        public TooLarge(String field, String rule) {
            super(rule);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /** There is no such thing. */
    public static final class NotFound extends TaktException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }
    }

    /** The request does not fit the present state. */
    public static final class Conflict extends TaktException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message);
        }
    }

    /** Takt has too much to do, or cannot reach its database; nothing was done, try again later. */
    public static final class Busy extends TaktException {
        private static final long serialVersionUID = 1L;
        private final boolean unavailable;
        private final Duration retryAfter;

        private Busy(String message, boolean unavailable, Duration retryAfter) {
            super(message);
            this.unavailable = unavailable;
            this.retryAfter = retryAfter;
        }

        /** Too many requests wait already (HTTP 429). */
        public static Busy overloaded(String message, Duration retryAfter) {
            return new Busy(message, false, retryAfter);
        }

        /** Something that Takt needs is out of reach (HTTP 503). */
        public static Busy unavailable(String message, Duration retryAfter) {
            return new Busy(message, true, retryAfter);
        }

        public boolean isUnavailable() {
            return unavailable;
        }

        /** When to try again. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * One broken rule.
     *
     * @param field the path of the field, such as {@code retry.attempts} or {@code [3].payload}
     * @param rule a sentence that says what was found and what is allowed
     */
    public record Violation(String field, String rule) {
        @Override
        public String toString() {
            return field.isEmpty() ? rule : field + ": " + rule;
        }
    }
}
