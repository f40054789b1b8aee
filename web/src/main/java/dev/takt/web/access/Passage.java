package dev.takt.web.access;

import dev.takt.access.Caller;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The mark of a request that one of the doors let in. {@link Guard} refuses what has none, so that a server whose
 * security is configured wrongly is closed and not open.
 */
public record Passage(Caller caller) {
    static final String ATTRIBUTE = Passage.class.getName();

    /** Who makes this request; null when nobody has been let in. */
    public static Caller caller(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Passage passage ? passage.caller() : null;
    }
}
