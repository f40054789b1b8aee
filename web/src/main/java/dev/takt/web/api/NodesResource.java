package dev.takt.web.api;

import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.cluster.Nodes;
import dev.takt.record.Page;
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

/** The nodes of the cluster. */
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

    @GET
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "listNodes", summary = "List the nodes of the last day, active ones first")
    @APIResponse(responseCode = "200", ref = "Nodes")
    public Response list() {
        return Answers.ok(Pages.write(new Page<>(nodes.list(), null), SettingsJson::node));
    }
}
