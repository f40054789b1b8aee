package dev.takt.web.access;

import dev.takt.access.Caller;
import dev.takt.access.Credentials;
import dev.takt.access.Credentials.Outcome;
import dev.takt.api.TaktException;
import dev.takt.web.api.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The way in for programs: {@code Authorization: Basic} with name and password, or {@code Authorization: Bearer} with a
 * token. Refusals are problem documents.
 *
 * <p>A console session is taken too, for the console's own scripts and links, but a request that changes something must
 * then carry the browser's word that it comes from the same origin: a cookie alone, which a browser also sends for other
 * sites' forms, changes nothing.
 */
@ApplicationScoped
public class ApiDoor {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";
    private static final Set<String> BEFORE_PASSWORD_CHANGE = Set.of("/api/v1/me", "/api/v1/me/password");
    private static final String CHALLENGE_BASIC = "Basic realm=\"Takt\", charset=\"UTF-8\"";
    private static final String CHALLENGE_BEARER = "Bearer realm=\"Takt\"";
    private static final String CHALLENGE_WRONG_TOKEN = CHALLENGE_BEARER + ", error=\"invalid_token\"";

    private Credentials credentials;
    private Session session;

    /** For the container. */
    protected ApiDoor() {}

    @Inject
    ApiDoor(Credentials credentials, Session session) {
        this.credentials = credentials;
        this.session = session;
    }

    /** Who calls, or why not. */
    Passage enter(HttpServletRequest request) {
        Passage passage;
        try {
            passage = identify(request);
        } catch (TaktException.Busy busy) {
            return refuse(Problem.of(busy));
        }
        Caller caller = passage.caller();
        return caller != null && caller.mustChange() && !BEFORE_PASSWORD_CHANGE.contains(Door.path(request))
                ? refuse(Problem.passwordChangeNeeded())
                : passage;
    }

    /**
     * Who sends this {@code Authorization}, if that is remembered and no more need be asked of them; empty for everybody
     * else, whom {@link #enter} looks at. Waits for nothing, so that it may be asked where nothing may wait.
     *
     * @param source the address of the connection
     */
    public Optional<Caller> remembered(String authorization, String source) {
        String scheme = authorization
                .substring(0, Math.min(authorization.length(), BEARER.length()))
                .toLowerCase(Locale.ROOT);
        Optional<Caller> caller = Optional.empty();
        if (scheme.startsWith(BASIC)) {
            String pair = decode(authorization.substring(BASIC.length()).strip());
            int colon = pair == null ? -1 : pair.indexOf(':');
            if (colon >= 1) {
                caller = credentials.rememberedByPassword(pair.substring(0, colon), pair.substring(colon + 1), source);
            }
        } else if (scheme.startsWith(BEARER)) {
            caller = credentials.rememberedByToken(
                    authorization.substring(BEARER.length()).strip());
        }
        return caller.filter(known -> !known.mustChange());
    }

    private Passage identify(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return bySession(request);
        }
        String scheme = authorization.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BASIC)) {
            return byPassword(authorization.substring(BASIC.length()).strip(), request.getRemoteAddr());
        }
        if (scheme.startsWith(BEARER)) {
            String token = authorization.substring(BEARER.length()).strip();
            return admit(credentials.byToken(token, request.getRemoteAddr()), true);
        }
        return unknown("The Authorization header is neither Basic nor Bearer.", false);
    }

    private Passage byPassword(String encoded, String source) {
        String pair = decode(encoded);
        int colon = pair == null ? -1 : pair.indexOf(':');
        if (colon < 1) {
            return unknown("The Basic credentials are not base64 of name:password in UTF-8.", false);
        }
        return admit(credentials.byPassword(pair.substring(0, colon), pair.substring(colon + 1), source), false);
    }

    private Passage bySession(HttpServletRequest request) {
        Caller caller = session.caller(request);
        if (caller == null) {
            return unknown("No credentials were sent.", false);
        }
        if (!Origin.isSafe(request) && !Origin.isProvenSame(request)) {
            return refuse(
                    Problem.forbidden("A session's cookie alone changes nothing here, because browsers send it for"
                            + " other sites' forms too; send Authorization: Basic or Bearer."));
        }
        return Passage.let(caller);
    }

    private static Passage admit(Outcome outcome, boolean token) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return Passage.let(accepted.caller());
        }
        if (outcome instanceof Outcome.Wait wait) {
            return refuse(Problem.tooManyFailures(wait.time()));
        }
        return unknown(
                token
                        ? "The token is unknown, expired or revoked, or its user may not sign in."
                        : "Name and password do not match, or the user may not sign in.",
                token);
    }

    private static Passage unknown(String reason, boolean token) {
        Problem problem = Problem.unauthorized(
                reason + " Send Authorization: Basic with name and password, or Bearer with an API token.");
        return Passage.refuse((request, response) -> {
            response.addHeader("WWW-Authenticate", CHALLENGE_BASIC);
            response.addHeader("WWW-Authenticate", token ? CHALLENGE_WRONG_TOKEN : CHALLENGE_BEARER);
            problem.write(response);
        });
    }

    private static Passage refuse(Problem problem) {
        return Passage.refuse((request, response) -> problem.write(response));
    }

    /** Strict base64 and UTF-8; null for anything else. */
    private static String decode(String encoded) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return null;
        }
    }
}
