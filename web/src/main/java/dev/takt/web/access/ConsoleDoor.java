package dev.takt.web.access;

import dev.takt.access.Caller;
import dev.takt.api.TaktException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The way in for people: a session that {@link SignIn} opened. Who has none is sent to the login page, and comes back to
 * where they wanted to go; who has a password from somebody else is sent to the page that changes it.
 */
@ApplicationScoped
public class ConsoleDoor {
    private Session session;

    /** For the container. */
    protected ConsoleDoor() {}

    @Inject
    ConsoleDoor(Session session) {
        this.session = session;
    }

    /** Who looks at an open page; null when nobody is signed in, which does not matter there. */
    Caller visitor(HttpServletRequest request) {
        if (request.getSession(false) == null) {
            return null;
        }
        try {
            return session.caller(request);
        } catch (TaktException.Busy databaseOutOfReach) {
            // The login page is shown without a database; it will say why nobody can sign in.
            return null;
        }
    }

    /** Who calls, or where to go first. */
    Passage enter(HttpServletRequest request) {
        Caller caller;
        try {
            caller = session.caller(request);
        } catch (TaktException.Busy busy) {
            return Passage.refuse((refused, response) -> {
                response.setHeader(
                        "Retry-After",
                        Long.toString(Math.max(1, busy.retryAfter().toSeconds())));
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            });
        }
        if (caller == null) {
            String page = Door.LOGIN_PAGE + from(request);
            return Passage.refuse((refused, response) -> send(refused, response, page));
        }
        if (caller.mustChange() && !Door.path(request).equals(Door.PASSWORD_PAGE)) {
            return Passage.refuse((refused, response) -> send(refused, response, Door.PASSWORD_PAGE));
        }
        return Passage.let(caller);
    }

    private static String from(HttpServletRequest request) {
        if (!Origin.isSafe(request) || request.getRequestURI().equals(request.getContextPath() + "/")) {
            return "";
        }
        String query = request.getQueryString();
        String wanted = request.getRequestURI() + (query == null ? "" : "?" + query);
        return "?from=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    }

    /** A redirect, in the form that the page's script understands when the request is a partial one of Faces. */
    private static void send(HttpServletRequest request, HttpServletResponse response, String page) throws IOException {
        String location = request.getContextPath() + page;
        if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
            response.setContentType("text/xml;charset=UTF-8");
            response.getWriter()
                    .write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\"" + location
                            + "\"/></partial-response>");
        } else {
            response.setStatus(
                    Origin.isSafe(request) ? HttpServletResponse.SC_FOUND : HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", location);
        }
    }
}
