package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.own.PoolChanges;
import dev.takt.own.Pools;
import dev.takt.own.Pools.PoolSettings;
import dev.takt.record.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pools: list, set up. */
@Path("pools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class PoolsResource {
    private static final int LOST_LIMIT_MAX = 100;

    @Inject
    private Pools pools;

    @Inject
    private PoolChanges changes;

    @Context
    private SecurityContext security;

    @GET
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "listPools", summary = "List pools, as they stand now")
    @APIResponse(responseCode = "200", ref = "Pools")
    public Response list() {
        return Answers.ok(Pages.write(new Page<>(pools.pools(), null), SettingsJson::pool));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "putPool", summary = "Make or change a pool; what is left out stays")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "PoolSettings")))
    @APIResponse(responseCode = "200", ref = "Pool")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response put(
            @Parameter(ref = "name") @PathParam("name") String name, @Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        PoolSettings settings = new PoolSettings(
                given.text("placement"), given.text("share"), given.integer("lostLimit", 1, LOST_LIMIT_MAX));
        given.check();
        Pools.PoolView pool =
                changes.putPool(name, settings, security.getUserPrincipal().getName());
        return Answers.ok(Json.write(json -> SettingsJson.pool(json, pool)));
    }
}
