package dev.takt.web.api;

import static dev.takt.access.Role.OPERATOR_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.cluster.Nodes;
import dev.takt.own.Draining;
import dev.takt.record.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The nodes of the cluster: list, take out of service, take back. */
@Path("nodes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class NodesResource {
    @Inject
    private Nodes nodes;

    @Inject
    private Draining draining;

    @Context
    private SecurityContext security;

    @GET
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "listNodes", summary = "List the nodes of the last day, active ones first")
    @APIResponse(responseCode = "200", ref = "Nodes")
    public Response list() {
        return Answers.ok(Pages.write(new Page<>(nodes.list(), null), SettingsJson::node));
    }

    @POST
    @Path("{id}/drain")
    @RolesAllowed(OPERATOR_NAME)
    @Operation(
            operationId = "drainNode",
            summary = "Take a node out of service",
            description =
                    "It is given no new tasks, and hands its pools over; what it runs goes on. It may be stopped at"
                            + " any time; when its `running` is 0, that interrupts nothing.")
    @APIResponse(responseCode = "200", ref = "Node")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response drain(@Parameter(ref = "id") @PathParam("id") String id) {
        return json(draining.drain(id, actor()));
    }

    @POST
    @Path("{id}/activate")
    @RolesAllowed(OPERATOR_NAME)
    @Operation(operationId = "activateNode", summary = "Put a node back into service")
    @APIResponse(responseCode = "200", ref = "Node")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response activate(@Parameter(ref = "id") @PathParam("id") String id) {
        return json(draining.activate(id, actor()));
    }

    private String actor() {
        return security.getUserPrincipal().getName();
    }

    private static Response json(Nodes.NodeView node) {
        return Answers.ok(Json.write(json -> SettingsJson.node(json, node)));
    }
}
