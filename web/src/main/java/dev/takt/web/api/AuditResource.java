package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;

import dev.takt.access.Audit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit trail. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class AuditResource {
    @Inject
    private Audit audit;

    @GET
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "listAudit", summary = "Who did what, newest first")
    @APIResponse(responseCode = "200", ref = "AuditPage")
    public Response list(
            @Parameter(description = "Who did it.") @QueryParam("actor") String actor,
            @Parameter(description = "What was done.", example = "user.made") @QueryParam("action") String action,
            @Parameter(description = "The name or id of what was changed.") @QueryParam("target") String target,
            @Parameter(description = "At or after.", example = "2026-11-21T08:00:00Z") @QueryParam("from") String from,
            @Parameter(description = "Before.") @QueryParam("to") String to,
            @Parameter(description = "The page's `next`, for the following page.") @QueryParam("after") String after,
            @Parameter(ref = "limit") @QueryParam("limit") String limit) {
        Query query = new Query();
        Audit.Filter filter = new Audit.Filter(
                query.text("actor", actor),
                query.text("action", action),
                query.text("target", target),
                query.instant("from", from),
                query.instant("to", to),
                query.uuid("after", after),
                query.limit(limit));
        query.check();
        return Answers.ok(Pages.write(audit.list(filter), AccessJson::audit));
    }
}
