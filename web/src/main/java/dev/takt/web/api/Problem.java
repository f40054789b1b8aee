package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A refusal as programs read it: a problem document of RFC 9457.
 *
 * @param kind the stable word for programs, the end of the document's {@code type}
 * @param title the same for people; does not change from case to case
 * @param status the HTTP status
 * @param detail the facts, the rule and the next step
 * @param violations what was wrong, field by field, the first of them; may be empty
 * @param retryAfter when to try again; null when that is of no use
 */
public record Problem(
        String kind, String title, int status, String detail, List<Violation> violations, Duration retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:takt:problem:";

    private static final int TOO_MANY_REQUESTS = 429;

    /** Without violations and without a time to try again. */
    public static Problem of(String kind, String title, int status, String detail) {
        return new Problem(kind, title, status, detail, List.of(), null);
    }

    /** What an exception of Takt says. */
    public static Problem of(TaktException refusal) {
        String detail = refusal.getMessage();
        if (refusal instanceof TaktException.Invalid invalid) {
            return new Problem("invalid", "The request breaks rules", 400, detail, invalid.violations(), null);
        }
        if (refusal instanceof TaktException.TooLarge large) {
            return new Problem(
                    "too-large",
                    "The request is too large",
                    413,
                    detail,
                    List.of(new Violation(large.field(), detail)),
                    null);
        }
        if (refusal instanceof TaktException.Busy busy) {
            return busy.isUnavailable()
                    ? new Problem("unavailable", "Out of reach now", 503, detail, List.of(), busy.retryAfter())
                    : new Problem(
                            "overloaded",
                            "Too much to do now",
                            TOO_MANY_REQUESTS,
                            detail,
                            List.of(),
                            busy.retryAfter());
        }
        return refusal instanceof TaktException.NotFound
                ? of("not-found", "There is no such thing", 404, detail)
                : of("conflict", "The request does not fit the present state", 409, detail);
    }

    public static Problem unauthorized(String detail) {
        return of("unauthorized", "Who are you?", 401, detail);
    }

    public static Problem forbidden(String detail) {
        return of("forbidden", "You may not do this", 403, detail);
    }

    public static Problem passwordChangeNeeded() {
        return of(
                "password-change-needed",
                "The password must be changed first",
                403,
                "Your password was set by somebody else and opens nothing but its own change. Change it in the console,"
                        + " or with PUT /api/v1/me/password and {\"current\": \"…\", \"password\": \"…\"}.");
    }

    public static Problem tooManyFailures(Duration wait) {
        return new Problem(
                "too-many-failures",
                "Too many failed sign-ins",
                TOO_MANY_REQUESTS,
                "There were too many failed sign-ins for this name or from this address; nothing was looked at. Wait "
                        + seconds(wait) + " s and try again.",
                List.of(),
                wait);
    }

    /** The answer of a resource. */
    public Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(bytes());
        if (retryAfter != null) {
            response.header("Retry-After", seconds(retryAfter));
        }
        return response.build();
    }

    /** Writes and ends the answer, where there is no resource. */
    public void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        if (retryAfter != null) {
            response.setHeader("Retry-After", Long.toString(seconds(retryAfter)));
        }
        byte[] body = bytes();
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The document, UTF-8. */
    byte[] bytes() {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", TYPE_PREFIX + kind);
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (!violations.isEmpty()) {
                writeViolations(json);
            }
            json.writeEndObject();
        });
    }

    private void writeViolations(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("violations");
        for (Violation violation : violations) {
            json.writeStartObject();
            json.writeStringField("field", violation.field());
            json.writeStringField("rule", violation.rule());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Whole seconds, rounded up, as {@code Retry-After} wants them. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
