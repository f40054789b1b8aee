package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;
import static dev.takt.access.Role.OPERATOR_NAME;
import static dev.takt.access.Role.SUBMITTER_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.access.Credentials;
import dev.takt.access.Credentials.Outcome;
import dev.takt.api.TaktException;
import dev.takt.web.access.Passage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who the caller is. */
@Path("me")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Me")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class MeResource {
    @Inject
    private Credentials credentials;

    @Context
    private HttpServletRequest request;

    @GET
    @RolesAllowed({VIEWER_NAME, SUBMITTER_NAME, OPERATOR_NAME, ADMINISTRATOR_NAME})
    @Operation(operationId = "getMe", summary = "Who am I, and what may I do?")
    @APIResponse(responseCode = "200", ref = "Me")
    public Response me() {
        return Answers.ok(AccessJson.me(Passage.caller(request)));
    }

    @PUT
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({VIEWER_NAME, SUBMITTER_NAME, OPERATOR_NAME, ADMINISTRATOR_NAME})
    @Operation(
            operationId = "changePassword",
            summary = "Change my password",
            description = "All sessions are over. A password that somebody else set opens nothing but this.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "PasswordChange")))
    @APIResponse(responseCode = "204", description = "Changed.")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "429", ref = "Overloaded")
    public Response changePassword(@Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        String current = given.needText("current");
        String password = given.needText("password");
        given.check();
        String name = Passage.caller(request).name();
        Outcome outcome = credentials.changePassword(name, current, password, request.getRemoteAddr());
        if (outcome instanceof Outcome.Wait wait) {
            return Problem.tooManyFailures(wait.time()).toResponse();
        }
        if (outcome instanceof Outcome.Refused) {
            throw new TaktException.Invalid("current", "This is not your present password.");
        }
        return Response.noContent().build();
    }
}
