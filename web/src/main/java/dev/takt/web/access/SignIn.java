package dev.takt.web.access;

import dev.takt.access.Audit;
import dev.takt.access.Caller;
import dev.takt.access.Credentials;
import dev.takt.access.Credentials.Outcome;
import dev.takt.access.Role;
import dev.takt.api.TaktException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Signs people in to the console and out of it, and tells who is there. Sign-ins are audited. */
@Named
@RequestScoped
public class SignIn {
    /** What can be told of somebody who is not known; also keeps control characters out of the audit trail. */
    private static final Pattern PRINTABLE_NAME = Pattern.compile("[\\p{L}\\p{N}._@ -]{1,100}");

    private HttpServletRequest request;
    private Credentials credentials;
    private Session session;
    private Audit audit;

    /** For the container. */
    protected SignIn() {}

    @Inject
    SignIn(HttpServletRequest request, Credentials credentials, Session session, Audit audit) {
        this.request = request;
        this.credentials = credentials;
        this.session = session;
        this.audit = audit;
    }

    /**
     * Signs in. Redirect afterwards: to {@link #target}, which leads on to the password page when that is due.
     *
     * @return empty when it worked, else a sentence for the page
     */
    public Optional<String> signIn(String name, String password) {
        if (name == null || name.isBlank() || password == null || password.isEmpty()) {
            return Optional.of("Enter your name and your password.");
        }
        String source = request.getRemoteAddr();
        try {
            Outcome outcome = credentials.byPassword(name.strip(), password, source);
            if (outcome instanceof Outcome.Accepted accepted) {
                session.open(request, accepted.caller());
                audit.record(accepted.caller().name(), source, "user.signed-in", name.strip(), null);
                return Optional.empty();
            }
            if (outcome instanceof Outcome.Refused) {
                String told = PRINTABLE_NAME.matcher(name).matches() ? name : "(not a name)";
                audit.record("anonymous", source, "user.sign-in-refused", told, null);
            }
            return Optional.of(explain(outcome, "Name and password do not match, or this user may not sign in."));
        } catch (TaktException.Busy busy) {
            return Optional.of(busy.getMessage());
        }
    }

    /**
     * Changes the password of who is signed in; their other sessions are over.
     *
     * @return empty when it worked, else a sentence for the page
     */
    public Optional<String> changePassword(String current, String password) {
        Caller caller = caller();
        if (caller == null) {
            return Optional.of("Your session is over; sign in again.");
        }
        if (current == null || password == null) {
            return Optional.of("Enter your present password and a new one.");
        }
        try {
            Outcome outcome = credentials.changePassword(caller.name(), current, password, request.getRemoteAddr());
            if (outcome instanceof Outcome.Accepted accepted) {
                session.open(request, accepted.caller());
                return Optional.empty();
            }
            return Optional.of(explain(outcome, "The present password is not right."));
        } catch (TaktException.Invalid weak) {
            return Optional.of(weak.violations().get(0).rule());
        } catch (TaktException.Busy busy) {
            return Optional.of(busy.getMessage());
        }
    }

    /** Ends the session. */
    public void signOut() {
        session.close(request);
    }

    /** The signed-in user's name; null when nobody is. */
    public String userName() {
        Caller caller = caller();
        return caller == null ? null : caller.name();
    }

    /** Whether the signed-in user has a role, such as {@code operator}. */
    public boolean hasRole(String label) {
        Caller caller = caller();
        return caller != null && caller.roles().stream().map(Role::label).anyMatch(role -> role.equals(label));
    }

    /** Whether the password was set by somebody else, so that nothing works but to change it. */
    public boolean isMustChange() {
        Caller caller = caller();
        return caller != null && caller.mustChange();
    }

    /**
     * Where to go after the sign-in.
     *
     * @param from what the login page was given as {@code from}; taken only when it is a path on this server
     */
    public String target(String from) {
        String home = request.getContextPath() + "/";
        if (from == null || !from.startsWith("/") || from.startsWith("//") || from.contains("\\")) {
            return home;
        }
        try {
            URI uri = URI.create(from);
            return uri.getRawAuthority() == null && !uri.isAbsolute() ? uri.toString() : home;
        } catch (IllegalArgumentException malformed) {
            return home;
        }
    }

    private Caller caller() {
        return Passage.caller(request);
    }

    private static String explain(Outcome outcome, String refused) {
        return outcome instanceof Outcome.Wait wait
                ? "There were too many failures; wait " + (wait.time().toSeconds() + 1) + " s and try again."
                : refused;
    }
}
