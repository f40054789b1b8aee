package dev.takt.intake;

import dev.takt.api.TaktClient;
import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.api.TaskView;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSearch;
import dev.takt.record.TaskSummary;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Local;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takt for the deployments of this server, which an administrator put there and trusts; programs outside go through
 * {@link TaktRemoteBean}.
 *
 * <p>Inside a caller's JTA transaction everything goes through the {@link Inbox}, and so happens with the caller's commit
 * or not at all.
 */
@Stateless
@Local(TaktClient.class)
@PermitAll
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class TaktClientBean implements TaktClient {
    /** Who a deployment is that calls without a user. */
    private static final String DEPLOYMENT = "java";

    private static final String ANONYMOUS = "anonymous";

    @Inject
    private Intake intake;

    @Inject
    private Inbox inbox;

    @Inject
    private TaskSearch search;

    @Resource
    private SessionContext call;

    @Override
    public TaskReceipt submit(TaskRequest request) {
        return submit(java.util.Collections.singletonList(request), false).get(0);
    }

    @Override
    public List<TaskReceipt> submitAll(List<TaskRequest> requests) {
        if (requests == null) {
            throw new TaktException.Invalid("", "The list is null; a list of 1 to " + BATCH_MAX + " is needed.");
        }
        return submit(requests, true);
    }

    private List<TaskReceipt> submit(List<TaskRequest> requests, boolean batch) {
        String actor = actor();
        return inbox.isWanted()
                ? inbox.submit(intake.resolve(requests, batch, actor))
                : Answers.await(intake.submit(requests, batch, actor));
    }

    @Override
    public Optional<TaskView> find(String id) {
        UUID task = uuid(id);
        return search.find(task).or(() -> inbox.findOwn(task)).map(TaktClientBean::view);
    }

    @Override
    public TaskReceipt cancel(String id) {
        String actor = actor();
        UUID task = uuid(id);
        return inbox.isWanted() ? inbox.cancel(task, actor) : Answers.await(intake.cancel(task, actor));
    }

    private String actor() {
        String name = call.getCallerPrincipal().getName();
        return ANONYMOUS.equals(name) ? DEPLOYMENT : name;
    }

    private static UUID uuid(String id) {
        try {
            UUID task = UUID.fromString(String.valueOf(id));
            if (task.toString().equalsIgnoreCase(id)) {
                return task;
            }
        } catch (IllegalArgumentException notAnId) {
            throw invalid(id);
        }
        throw invalid(id);
    }

    private static TaktException.Invalid invalid(String id) {
        return new TaktException.Invalid("id", "'" + id + "' is not a task's id, which is a UUID.");
    }

    private static TaskView view(TaskDetail task) {
        TaskSummary summary = task.summary();
        return new TaskView(
                summary.id().toString(),
                summary.state(),
                summary.job(),
                summary.handler(),
                summary.queue(),
                summary.attempts(),
                summary.submittedAt(),
                summary.dueAt(),
                summary.startedAt(),
                summary.endedAt(),
                task.result(),
                summary.error());
    }
}
