package dev.takt.intake;

import dev.takt.access.Role;
import dev.takt.api.TaktClient;
import dev.takt.api.TaktException;
import dev.takt.api.TaktRemote;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.api.TaskView;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSearch;
import dev.takt.record.TaskSummary;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.Local;
import jakarta.ejb.Remote;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takt for Java. Who calls through the local view is a deployment on this server, which an administrator put there and
 * trusts. Who calls through the remote view needs the roles of the API: submitter to submit and find, operator to cancel.
 *
 * <p>Inside a caller's JTA transaction everything goes through the {@link Inbox}, and so happens with the caller's commit
 * or not at all.
 */
@Stateless
@Local(TaktClient.class)
@Remote(TaktRemote.class)
@PermitAll
@DeclareRoles({Role.SUBMITTER_NAME, Role.OPERATOR_NAME})
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
        String actor = actor(Role.SUBMITTER_NAME);
        return inbox.isWanted()
                ? inbox.submit(intake.resolve(requests, batch, actor))
                : Answers.await(intake.submit(requests, batch, actor));
    }

    @Override
    public Optional<TaskView> find(String id) {
        actor(Role.SUBMITTER_NAME);
        UUID task = uuid(id);
        Optional<TaskView> found = search.find(task).map(TaktClientBean::view);
        return found.isPresent() ? found : inbox.find(task);
    }

    @Override
    public TaskReceipt cancel(String id) {
        String actor = actor(Role.OPERATOR_NAME);
        UUID task = uuid(id);
        return inbox.isWanted() ? inbox.cancel(task, actor) : Answers.await(intake.cancel(task, actor));
    }

    /** Who calls; somebody who may. The record holds for each user the weaker roles that a stronger one brings. */
    private String actor(String role) {
        String name = call.getCallerPrincipal().getName();
        if (call.getInvokedBusinessInterface() == TaktRemote.class && !call.isCallerInRole(role)) {
            throw new EJBAccessException("User '" + name + "' has not the role '" + role
                    + "', which remote callers need for this; ask an administrator.");
        }
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
