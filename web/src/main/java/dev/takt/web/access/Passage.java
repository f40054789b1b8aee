package dev.takt.web.access;

import dev.takt.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What a door decided about a request: somebody is let in, or is refused in the door's own way. {@link Guard} acts on it
 * (a refusal written by the mechanism itself would be followed by the container's own error page), and refuses what
 * has none, so that a server whose security is configured wrongly is closed and not open.
 *
 * @param caller who makes the request; null when refused, or when an open page is visited by nobody known
 * @param refusal how to refuse; null when let in
 */
public record Passage(Caller caller, Refusal refusal) {
    private static final String ATTRIBUTE = Passage.class.getName();

    /** Writes a refusal. */
    @FunctionalInterface
    interface Refusal {
        void write(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    /** Lets somebody in; null for nobody known, on an open page. */
    static Passage let(Caller caller) {
        return new Passage(caller, null);
    }

    static Passage refuse(Refusal refusal) {
        return new Passage(null, refusal);
    }

    /** Who makes this request; null when nobody has been let in. */
    public static Caller caller(HttpServletRequest request) {
        Passage passage = of(request);
        return passage == null ? null : passage.caller();
    }

    /** What was decided about this request; null when nothing was. */
    static Passage of(HttpServletRequest request) {
        return (Passage) request.getAttribute(ATTRIBUTE);
    }

    void decide(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
