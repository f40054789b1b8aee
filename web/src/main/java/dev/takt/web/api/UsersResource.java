package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;

import dev.takt.access.Account;
import dev.takt.access.Role;
import dev.takt.access.Users;
import dev.takt.api.TaktException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Users: make, change, remove. */
@Path("users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class UsersResource {
    @Inject
    private Users users;

    @Context
    private SecurityContext security;

    @Context
    private UriInfo uri;

    @GET
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "listUsers", summary = "List users by name")
    @APIResponse(responseCode = "200", ref = "UserPage")
    public Response list(
            @Parameter(description = "The page's `next`, for the following page.") @QueryParam("after") String after,
            @Parameter(ref = "limit") @QueryParam("limit") String limit) {
        Query query = new Query();
        String name = query.text("after", after);
        int max = query.limit(limit);
        query.check();
        return Answers.ok(Pages.write(users.list(name, max), AccessJson::user));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(
            operationId = "createUser",
            summary = "Make a user",
            description = "The password opens nothing until the user has changed it.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "NewUser")))
    @APIResponse(responseCode = "201", ref = "User")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response create(@Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        String name = given.needText("name");
        String password = given.needText("password");
        Set<Role> roles = given.roles("roles");
        given.check();
        Account made = users.create(name, password, roles, actor());
        return Answers.created(Answers.location(uri, "users", name), json(made));
    }

    @GET
    @Path("{name}")
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "getUser", summary = "A user")
    @APIResponse(responseCode = "200", ref = "User")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response find(@Parameter(ref = "name") @PathParam("name") String name) {
        return Answers.ok(json(
                users.find(name).orElseThrow(() -> new TaktException.NotFound("There is no user '" + name + "'."))));
    }

    @PUT
    @Path("{name}/roles")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(
            operationId = "setRoles",
            summary = "Give a user these roles in place of the present ones",
            description = "The user's sessions are over. A stronger role brings the weaker ones with it.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "NewRoles")))
    @APIResponse(responseCode = "200", ref = "User")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response setRoles(
            @Parameter(ref = "name") @PathParam("name") String name, @Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        Set<Role> roles = given.roles("roles");
        given.check();
        return Answers.ok(json(users.setRoles(name, roles, actor())));
    }

    @PUT
    @Path("{name}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(
            operationId = "resetPassword",
            summary = "Set somebody else's password",
            description = "It opens nothing until the user has changed it; sessions are over and tokens revoked.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "NewPassword")))
    @APIResponse(responseCode = "204", description = "Set.")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response resetPassword(
            @Parameter(ref = "name") @PathParam("name") String name, @Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        String password = given.needText("password");
        given.check();
        users.resetPassword(name, password, actor());
        return Response.noContent().build();
    }

    @POST
    @Path("{name}/disable")
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "disableUser", summary = "Let a user not sign in; sessions and tokens do not work")
    @APIResponse(responseCode = "200", ref = "User")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response disable(@Parameter(ref = "name") @PathParam("name") String name) {
        return Answers.ok(json(users.setDisabled(name, true, actor())));
    }

    @POST
    @Path("{name}/enable")
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "enableUser", summary = "Let a user sign in again")
    @APIResponse(responseCode = "200", ref = "User")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response enable(@Parameter(ref = "name") @PathParam("name") String name) {
        return Answers.ok(json(users.setDisabled(name, false, actor())));
    }

    @DELETE
    @Path("{name}")
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "deleteUser", summary = "Remove a user and all tokens")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response delete(@Parameter(ref = "name") @PathParam("name") String name) {
        users.delete(name, actor());
        return Response.noContent().build();
    }

    private String actor() {
        return security.getUserPrincipal().getName();
    }

    private static byte[] json(Account account) {
        return Json.write(json -> AccessJson.user(json, account));
    }
}
