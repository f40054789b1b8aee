package dev.takt.web.api;

import dev.takt.api.TaskReceipt;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/**
 * The answer to a submission, whichever way it came.
 *
 * @param status 201; 200 when all keys were known
 * @param location where the new task is; null when there is none, or many
 * @param json the receipts
 */
record Submitted(int status, String location, byte[] json) {
    private static final int OK = 200;
    private static final int CREATED = 201;

    /**
     * For one task.
     *
     * @param tasks see {@link Answers#tasks}
     */
    static Submitted one(String tasks, TaskReceipt receipt) {
        byte[] json = TaskJson.receipt(receipt);
        return receipt.existing() ? new Submitted(OK, null, json) : new Submitted(CREATED, tasks + receipt.id(), json);
    }

    /** For a batch. */
    static Submitted all(List<TaskReceipt> receipts) {
        boolean allKnown = receipts.stream().allMatch(TaskReceipt::existing);
        return new Submitted(allKnown ? OK : CREATED, null, TaskJson.receipts(receipts));
    }

    Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(json);
        return (location == null ? response : response.location(URI.create(location))).build();
    }
}
