package dev.takt.api.board;

import dev.takt.api.TaktClient;
import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.api.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Takt as other deployments of the server call it. It is looked up for each call, which costs microseconds, so that
 * Takt may be deployed later, and again, without its callers.
 */
final class LocalClient implements TaktClient {
    private static final String NAME = "java:global/takt/takt-ejb/TaktClientBean!dev.takt.api.TaktClient";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Override
    public TaskReceipt submit(TaskRequest request) {
        return takt().submit(request);
    }

    @Override
    public List<TaskReceipt> submitAll(List<TaskRequest> requests) {
        return takt().submitAll(requests);
    }

    @Override
    public Optional<TaskView> find(String id) {
        return takt().find(id);
    }

    @Override
    public TaskReceipt cancel(String id) {
        return takt().cancel(id);
    }

    private static TaktClient takt() {
        try {
            return InitialContext.doLookup(NAME);
        } catch (NamingException e) {
            TaktException.Busy busy = TaktException.Busy.unavailable(
                    "Takt is not deployed on this server now (there is no " + NAME + "); deploy takt.ear or try again.",
                    RETRY_AFTER);
            busy.initCause(e);
            throw busy;
        }
    }
}
