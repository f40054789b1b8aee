package dev.takt.web.access;

import dev.takt.web.api.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The last look before anything is served: refuses what no door let in, and what a browser sends from another site.
 * Stands first in {@code web.xml}.
 */
public class Guard extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SecurityHeaders.set(request, response);
        Door door = Door.of(request);
        Passage passage = Passage.of(request);
        if (passage != null && passage.refusal() != null) {
            passage.refusal().write(request, response);
        } else if (door != Door.OPEN
                && (passage == null || passage.caller() == null || request.getUserPrincipal() == null)) {
            refuse(door, response, HttpServletResponse.SC_UNAUTHORIZED);
        } else if (!Origin.isSafe(request) && Origin.isForeign(request)) {
            refuse(door, response, HttpServletResponse.SC_FORBIDDEN);
        } else if (door != Door.API && hasNul(request.getQueryString())) {
            refuse(door, response, HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** No name and no text has one, and PostgreSQL fails over it. What the API is given is looked at by its own gate. */
    private static boolean hasNul(String query) {
        return query != null && query.contains("%00");
    }

    private static void refuse(Door door, HttpServletResponse response, int status) throws IOException {
        if (door != Door.API) {
            response.sendError(status);
        } else if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            Problem.unauthorized("No credentials were looked at: the server's security domain 'takt' is not set up.")
                    .write(response);
        } else {
            Problem.forbidden("Requests that change something are not taken from other sites' pages.")
                    .write(response);
        }
    }
}
