package dev.takt.web.api;

import static dev.takt.access.Role.SUBMITTER_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.cluster.LivePicture;
import dev.takt.cluster.RunningTask;
import dev.takt.record.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What runs now, with its progress, from the live picture: it costs no query. */
@Path("tasks/running")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class RunningResource {
    @Inject
    private LivePicture picture;

    @GET
    @RolesAllowed({VIEWER_NAME, SUBMITTER_NAME})
    @Operation(
            operationId = "listRunning",
            summary = "List what runs on all nodes, oldest task first",
            description = "At most a second old; attempts that began within the last second are not in it.")
    @APIResponse(responseCode = "200", ref = "RunningPage")
    public Response list(
            @Parameter(description = "The node's id or name.") @QueryParam("node") String node,
            @Parameter(description = "The queue's name.") @QueryParam("queue") String queue,
            @Parameter(description = "The page's `next`, for the following page.") @QueryParam("after") String after,
            @Parameter(ref = "limit") @QueryParam("limit") String limit) {
        Query query = new Query();
        String ofNode = query.text("node", node);
        String ofQueue = query.text("queue", queue);
        UUID afterTask = query.uuid("after", after);
        int most = query.limit(limit);
        query.check();
        List<RunningTask> found = picture.running(ofNode, ofQueue).stream()
                .filter(task -> afterTask == null || task.task().compareTo(afterTask) > 0)
                .limit(most + 1L)
                .toList();
        List<RunningTask> items = found.subList(0, Math.min(most, found.size()));
        String next = found.size() > most ? items.get(most - 1).task().toString() : null;
        return Answers.ok(Pages.write(new Page<>(items, next), this::task));
    }

    private void task(JsonGenerator json, RunningTask task) throws IOException {
        json.writeStartObject();
        Json.text(json, "id", task.task().toString());
        Json.text(json, "pool", task.pool());
        Json.text(json, "queue", task.queue());
        Json.text(json, "job", task.job());
        Json.text(json, "handler", task.handler());
        Json.text(json, "node", picture.nodeName(task.node()));
        Json.text(json, "nodeId", task.node());
        json.writeNumberField("attempt", task.attempt());
        Json.instant(json, "startedAt", task.startedAt());
        if (task.percent() >= 0) {
            json.writeNumberField("percent", task.percent());
        }
        Json.text(json, "message", task.message());
        json.writeBooleanField("cancelling", task.cancelling());
        json.writeEndObject();
    }
}
