package dev.takt.web.api;

import static dev.takt.access.Role.ADMINISTRATOR_NAME;
import static dev.takt.access.Role.SUBMITTER_NAME;
import static dev.takt.access.Role.VIEWER_NAME;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.takt.api.TaktException;
import dev.takt.intake.Intake;
import dev.takt.intake.TaskDocument;
import dev.takt.job.JobDefinition;
import dev.takt.job.JobDocument;
import dev.takt.job.JobView;
import dev.takt.job.Jobs;
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
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Jobs: define, list, run. */
@Path("jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class JobsResource {
    @Inject
    private Jobs jobs;

    @Inject
    private Intake intake;

    @Context
    private SecurityContext security;

    @Context
    private UriInfo uri;

    @GET
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "listJobs", summary = "List jobs by name")
    @APIResponse(responseCode = "200", ref = "JobPage")
    public Response list(
            @Parameter(description = "The page's `next`, for the following page.") @QueryParam("after") String after,
            @Parameter(ref = "limit") @QueryParam("limit") String limit) {
        Query query = new Query();
        String name = query.text("after", after);
        int max = query.limit(limit);
        query.check();
        return Answers.ok(Pages.write(jobs.list(name, max), SettingsJson::job));
    }

    @GET
    @Path("{name}")
    @RolesAllowed(VIEWER_NAME)
    @Operation(operationId = "getJob", summary = "A job, with its next fire times")
    @APIResponse(responseCode = "200", ref = "Job")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response find(@Parameter(ref = "name") @PathParam("name") String name) {
        return Answers.ok(json(jobs.find(name).orElseThrow(() -> missing(name))));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(
            operationId = "putJob",
            summary = "Make or change a job",
            description = "A change makes a new version; tasks that exist keep what they were made with.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "JobDefinition")))
    @APIResponse(responseCode = "200", ref = "Job")
    @APIResponse(responseCode = "201", ref = "Job")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    public Response put(
            @Parameter(ref = "name") @PathParam("name") String name, @Parameter(hidden = true) InputStream body) {
        JobDefinition definition = JobDocument.read(Body.read(body));
        // Only for the status: two who make the same job at once may both be told that they did.
        boolean known = jobs.find(name).isPresent();
        JobView job = jobs.put(name, definition, actor());
        return known ? Answers.ok(json(job)) : Answers.created(Answers.location(uri, "jobs", name), json(job));
    }

    @DELETE
    @Path("{name}")
    @RolesAllowed(ADMINISTRATOR_NAME)
    @Operation(operationId = "deleteJob", summary = "Remove a job and its triggers; its tasks stay")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response delete(@Parameter(ref = "name") @PathParam("name") String name) {
        jobs.delete(name, actor());
        return Response.noContent().build();
    }

    @POST
    @Path("{name}/run")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @RolesAllowed(SUBMITTER_NAME)
    @Operation(
            operationId = "runJob",
            summary = "Run a job now",
            description = "The body may be left out; what it says goes before what the job says.")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(ref = "RunRequest")))
    @APIResponse(responseCode = "201", ref = "Submitted")
    @APIResponse(responseCode = "200", ref = "Known")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "429", ref = "Overloaded")
    public CompletionStage<Response> run(
            @Parameter(ref = "name") @PathParam("name") String name, @Parameter(hidden = true) InputStream body) {
        ObjectNode task = StrictObject.tree(Body.read(body));
        for (String field : List.of("job", "handler")) {
            if (task.has(field)) {
                throw new TaktException.Invalid(field, "The address names the job already; leave this out.");
            }
        }
        if (jobs.find(name).isEmpty()) {
            throw missing(name);
        }
        var request = TaskDocument.read(StrictObject.bytes(task.put("job", name)));
        String tasks = Answers.tasks(uri);
        return Answers.when(
                intake.submit(List.of(request), false, actor()),
                receipts -> Submitted.one(tasks, receipts.get(0)).toResponse());
    }

    private String actor() {
        return security.getUserPrincipal().getName();
    }

    private static byte[] json(JobView job) {
        return Json.write(json -> SettingsJson.job(json, job));
    }

    private static TaktException.NotFound missing(String name) {
        return new TaktException.NotFound("There is no job '" + name + "'; GET /api/v1/jobs lists those that are.");
    }
}
