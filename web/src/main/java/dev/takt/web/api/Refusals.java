package dev.takt.web.api;

import dev.takt.api.TaktException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Turns whatever a resource, or the way to it, throws into a problem document. */
@Provider
public class Refusals implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    /** Exceptions are wrapped a few times on their way (stages, EJBs, CDI); deeper than this nobody looks. */
    private static final int DEPTH_MAX = 10;

    @Override
    public Response toResponse(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof WebApplicationException refusal
                    && refusal.getResponse().getStatus() < 500) {
                return ofJaxRs(refusal);
            }
            if (cause instanceof TaktException) {
                break;
            }
            cause = cause.getCause();
        }
        return problem(failure).toResponse();
    }

    /** What a failure is called; one that is a defect is logged. */
    static Problem problem(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
            if (cause instanceof TaktException refusal) {
                return Problem.of(refusal);
            }
            cause = cause.getCause();
        }
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "A request to the API failed unexpectedly (%s).", id);
        return Problem.of(
                "failure",
                "Takt failed",
                500,
                "Takt failed to answer this request; whether it was carried out is not known. The log has it"
                        + " under " + id + ".");
    }

    private static Response ofJaxRs(WebApplicationException refusal) {
        Response from = refusal.getResponse();
        int status = from.getStatus();
        Problem problem =
                switch (status) {
                    case 404 ->
                        Problem.of(
                                "not-found",
                                "There is no such thing",
                                status,
                                refusal instanceof NotFoundException
                                        ? "There is nothing at this address; /openapi lists what there is."
                                        : refusal.getMessage());
                    case 405 ->
                        Problem.of(
                                "method-not-allowed",
                                "This address does not take this method",
                                status,
                                "Use one of the methods in the Allow header; /openapi lists what there is.");
                    case 406 ->
                        Problem.of(
                                "not-acceptable",
                                "There is no such form",
                                status,
                                "Answers are application/json; ask for it in the Accept header, or leave that out.");
                    case 415 ->
                        Problem.of(
                                "unsupported-media-type",
                                "The body has a form that is not taken",
                                status,
                                "Send JSON in UTF-8, with Content-Type: application/json.");
                    default ->
                        Problem.of("http-" + status, "The request is refused", status, "The request cannot be read.");
                };
        Response answer = problem.toResponse();
        String allow = from.getHeaderString("Allow");
        return allow == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allow).build();
    }
}
