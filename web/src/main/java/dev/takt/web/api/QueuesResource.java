package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;
import static dev.takt.access.Role.OPERATOR_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.own.PoolChanges;
import dev.takt.own.Pools;
import dev.takt.own.Pools.QueueSettings;
import dev.takt.record.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

/** Queues: list, set up, pause, resume. */
@Path("queues")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queues")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class QueuesResource {
    private static final int WEIGHT_MAX = 1_000;
    private static final int RUNNING_LIMIT_MAX = 100_000;

    @Inject
    private Pools pools;

    @Inject
    private PoolChanges changes;

    @Context
    private SecurityContext security;

    @GET
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "listQueues", summary = "List queues, as they stand now")
    @APIResponse(responseCode = "200", ref = "Queues")
    public Response list() {
        return Answers.ok(Pages.write(new Page<>(pools.queues(), null), SettingsJson::queue));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(
            operationId = "putQueue",
            summary = "Make or change a queue; what is left out stays, a runningLimit of 0 is none")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "QueueSettings")))
    @APIResponse(responseCode = "200", ref = "Queue")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response put(
            @Parameter(ref = "name") @PathParam("name") String name, @Parameter(hidden = true) InputStream body) {
        StrictObject given = StrictObject.of(Body.read(body));
        QueueSettings settings = new QueueSettings(
                given.text("pool"),
                given.text("order"),
                given.integer("weight", 1, WEIGHT_MAX),
                given.integer("runningLimit", 0, RUNNING_LIMIT_MAX),
                given.duration("slice"));
        given.check();
        return json(changes.putQueue(name, settings, actor()));
    }

    @POST
    @Path("{name}/pause")
    @RolesAllowed(OPERATOR_NAME)
    @Operation(
            operationId = "pauseQueue",
            summary = "Pause a queue",
            description = "No task of it starts until it is resumed; running ones go on, new ones are accepted.")
    @APIResponse(responseCode = "200", ref = "Queue")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response pause(@Parameter(ref = "name") @PathParam("name") String name) {
        return json(changes.pause(name, actor()));
    }

    @POST
    @Path("{name}/resume")
    @RolesAllowed(OPERATOR_NAME)
    @Operation(operationId = "resumeQueue", summary = "Resume a queue")
    @APIResponse(responseCode = "200", ref = "Queue")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response resume(@Parameter(ref = "name") @PathParam("name") String name) {
        return json(changes.resume(name, actor()));
    }

    private String actor() {
        return security.getUserPrincipal().getName();
    }

    private static Response json(Pools.QueueView queue) {
        return Answers.ok(Json.write(json -> SettingsJson.queue(json, queue)));
    }
}
