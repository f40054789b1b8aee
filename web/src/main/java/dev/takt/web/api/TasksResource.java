package dev.takt.web.api;

import static dev.takt.access.Role.OPERATOR_NAME;
import static dev.takt.access.Role.SUBMITTER_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import dev.takt.api.TaktException;
import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.intake.Intake;
import dev.takt.intake.TaskDocument;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskFilter;
import dev.takt.record.TaskSearch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tasks: submit, find, cancel, retry. */
@Path("tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class TasksResource {
    @Inject
    private Intake intake;

    @Inject
    private TaskSearch search;

    @Inject
    private Nodes nodes;

    @Context
    private SecurityContext security;

    @Context
    private UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(SUBMITTER_NAME)
    @Operation(
            operationId = "submitTask",
            summary = "Submit a task",
            description = "Answers when the task is durable. The same key never makes a second task.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "TaskRequest")))
    @APIResponse(responseCode = "201", ref = "Submitted")
    @APIResponse(responseCode = "200", ref = "Known")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "429", ref = "Overloaded")
    public CompletionStage<Response> submit(@Parameter(hidden = true) InputStream body) {
        var request = TaskDocument.read(Body.read(body));
        String tasks = Answers.tasks(uri);
        return Answers.when(
                intake.submit(List.of(request), false, actor()),
                receipts -> Submitted.one(tasks, receipts.get(0)).toResponse());
    }

    @POST
    @Path("batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(SUBMITTER_NAME)
    @Operation(
            operationId = "submitTasks",
            summary = "Submit up to 1,000 tasks, all or none",
            description = "Violations name [index].field. Receipts come in the order of the tasks.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "TaskRequests")))
    @APIResponse(responseCode = "201", ref = "SubmittedAll")
    @APIResponse(responseCode = "200", ref = "KnownAll")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "429", ref = "Overloaded")
    public CompletionStage<Response> submitAll(@Parameter(hidden = true) InputStream body) {
        var requests = TaskDocument.readBatch(Body.read(body));
        return Answers.when(intake.submit(requests, true, actor()), receipts -> Submitted.all(receipts)
                .toResponse());
    }

    @GET
    @RolesAllowed({VIEWER_NAME, SUBMITTER_NAME})
    @Operation(
            operationId = "listTasks",
            summary = "List tasks, newest first",
            description =
                    "A page is found in bounded time. Where several filters together fit few tasks it may hold fewer "
                            + "than asked for, or none; there are others as long as there is a `next`.")
    @APIResponse(responseCode = "200", ref = "TaskPage")
    public Response list(
            @Parameter(description = "States, repeated or separated by commas.", example = "FAILED,TIMED_OUT")
                    @QueryParam("state")
                    List<String> states,
            @Parameter(description = "The queue's name.") @QueryParam("queue") String queue,
            @Parameter(description = "The job's name.") @QueryParam("job") String job,
            @Parameter(description = "A label.", example = "customer=4711") @QueryParam("label") String label,
            @Parameter(description = "Submitted at or after.", example = "2026-11-21T08:00:00Z") @QueryParam("from")
                    String from,
            @Parameter(description = "Submitted before.") @QueryParam("to") String to,
            @Parameter(description = "The page's `next`, for the following page.") @QueryParam("after") String after,
            @Parameter(ref = "limit") @QueryParam("limit") String limit) {
        Query query = new Query();
        TaskFilter filter = new TaskFilter(
                query.states(states),
                query.text("queue", queue),
                query.text("job", job),
                query.label(label),
                query.instant("from", from),
                query.instant("to", to),
                query.uuid("after", after),
                query.limit(limit));
        query.check();
        return Answers.ok(TaskJson.page(search.list(filter)));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER_NAME, SUBMITTER_NAME})
    @Operation(operationId = "getTask", summary = "Everything that is known of a task")
    @APIResponse(responseCode = "200", ref = "Task")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response find(@Parameter(ref = "id") @PathParam("id") String id) {
        UUID task = Query.id(id);
        TaskDetail found = search.find(task).orElseThrow(() -> missing(task));
        return Answers.ok(TaskJson.detail(found, Hindrance.of(found, nodes)));
    }

    @GET
    @Path("{id}/attempts")
    @RolesAllowed({VIEWER_NAME, SUBMITTER_NAME})
    @Operation(operationId = "listAttempts", summary = "A task's attempts, first to last")
    @APIResponse(responseCode = "200", ref = "Attempts")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response attempts(@Parameter(ref = "id") @PathParam("id") String id) {
        UUID task = Query.id(id);
        var attempts = search.attempts(task);
        if (attempts.isEmpty() && search.find(task).isEmpty()) {
            throw missing(task);
        }
        return Answers.ok(TaskJson.attempts(attempts));
    }

    @POST
    @Path("{id}/cancel")
    @RolesAllowed(OPERATOR_NAME)
    @Operation(
            operationId = "cancelTask",
            summary = "Cancel a task",
            description = "One that waits is cancelled at once (200). One that runs is told, then interrupted (202).")
    @APIResponse(responseCode = "200", ref = "Receipt")
    @APIResponse(responseCode = "202", ref = "Receipt")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public CompletionStage<Response> cancel(@Parameter(ref = "id") @PathParam("id") String id) {
        return Answers.when(intake.cancel(Query.id(id), actor()), receipt -> {
            byte[] json = TaskJson.receipt(receipt);
            return receipt.state() == TaskState.RUNNING ? Answers.accepted(json) : Answers.ok(json);
        });
    }

    @POST
    @Path("{id}/retry")
    @RolesAllowed(OPERATOR_NAME)
    @Operation(
            operationId = "retryTask",
            summary = "Retry a task",
            description = "Repeats an ended task as a new one (201), or starts one now that waits for its retry (200).")
    @APIResponse(responseCode = "200", ref = "Receipt")
    @APIResponse(responseCode = "201", ref = "Submitted")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public CompletionStage<Response> retry(@Parameter(ref = "id") @PathParam("id") String id) {
        UUID task = Query.id(id);
        String tasks = Answers.tasks(uri);
        return Answers.when(
                intake.retry(task, actor()),
                receipt -> receipt.id().equals(task.toString())
                        ? Answers.ok(TaskJson.receipt(receipt))
                        : Submitted.one(tasks, receipt).toResponse());
    }

    private String actor() {
        return security.getUserPrincipal().getName();
    }

    private static TaktException.NotFound missing(UUID id) {
        return new TaktException.NotFound("There is no task " + id + ", or it ended so long ago that it is not kept.");
    }
}
