package dev.takt.web.api;

import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.own.Pools;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Figures over all pools. */
@Path("stats")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Figures")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class StatsResource {
    @Inject
    private Pools pools;

    @GET
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "getStats", summary = "Counts by state, and the last hour by minute")
    @APIResponse(responseCode = "200", ref = "Stats")
    public Response stats() {
        return Answers.ok(SettingsJson.stats(pools.stats(), pools.lastHour()));
    }
}
