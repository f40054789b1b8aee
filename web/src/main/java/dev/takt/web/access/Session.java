package dev.takt.web.access;

import dev.takt.access.Caller;
import dev.takt.access.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Instant;

/**
 * Who is signed in to the console: a name and the state of the account at the sign-in, kept in the HTTP session. Roles
 * are not kept but looked up, so that a change of the account ends the session within seconds.
 */
@ApplicationScoped
public class Session {
    private static final String ATTRIBUTE = Session.class.getName();

    /** How long somebody who is signed in may do nothing. */
    private static final int SIGNED_IN_SECONDS = 30 * 60;

    private record SignedIn(String name, Instant changedAt) implements Serializable {}

    private Credentials credentials;

    /** For the container. */
    protected Session() {}

    @Inject
    Session(Credentials credentials) {
        this.credentials = credentials;
    }

    /** The caller as of now; null when nobody is signed in or the account has changed since. */
    Caller caller(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof SignedIn known)) {
            return null;
        }
        return credentials.stillValid(known.name(), known.changedAt()).orElse(null);
    }

    /** Signs in under a new session id, so that an id which somebody else knew before is worth nothing. */
    void open(HttpServletRequest request, Caller caller) {
        request.getSession(true);
        request.changeSessionId();
        request.getSession().setMaxInactiveInterval(SIGNED_IN_SECONDS);
        request.getSession().setAttribute(ATTRIBUTE, new SignedIn(caller.name(), caller.changedAt()));
    }

    void close(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
