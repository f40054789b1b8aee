package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;

import dev.takt.access.Role;
import dev.takt.access.Tokens;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** API tokens: issue, list, revoke. */
@Path("tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class TokensResource {
    @Inject
    private Tokens tokens;

    @Context
    private SecurityContext security;

    @Context
    private UriInfo uri;

    @GET
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "listTokens", summary = "List tokens, newest first; never their secrets")
    @APIResponse(responseCode = "200", ref = "TokenPage")
    public Response list(
            @Parameter(description = "Whose tokens.") @QueryParam("user") String user,
            @Parameter(description = "The page's `next`, for the following page.") @QueryParam("after") String after,
            @Parameter(ref = "limit") @QueryParam("limit") String limit) {
        Query query = new Query();
        String name = query.text("user", user);
        UUID id = query.uuid("after", after);
        int max = query.limit(limit);
        query.check();
        return Answers.ok(
                Pages.write(tokens.list(name, id, max), (json, token) -> AccessJson.token(json, token, null)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(
            operationId = "issueToken",
            summary = "Issue a token",
            description = "The answer's `token` is shown this once. It goes into Authorization: Bearer.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "NewToken")))
    @APIResponse(responseCode = "201", ref = "IssuedToken")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response issue(@Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        String user = given.needText("user");
        String label = given.needText("label");
        Set<Role> scopes = given.roles("scopes");
        Duration validity = given.duration("validity");
        given.check();
        Tokens.Issued issued = tokens.issue(user, label, scopes, validity, actor());
        return Answers.created(
                Answers.location(uri, "tokens", issued.token().id().toString()),
                Json.write(json -> AccessJson.token(json, issued.token(), issued.secret())));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "revokeToken", summary = "Revoke a token", description = "It stays in the list.")
    @APIResponse(responseCode = "204", description = "Revoked.")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response revoke(@Parameter(ref = "id") @PathParam("id") String id) {
        tokens.revoke(Query.id(id), actor());
        return Response.noContent().build();
    }

    private String actor() {
        return security.getUserPrincipal().getName();
    }
}
