package dev.takt.intake;

import dev.takt.access.Role;
import dev.takt.api.TaktClient;
import dev.takt.api.TaktRemote;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.api.TaskView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.ejb.Remote;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.ArrayList;
import java.util.List;

/**
 * Takt for Java programs outside the server, who need the same roles as over HTTP. The record holds for each user the
 * weaker roles that a stronger one brings, so each method names one.
 */
@Stateless
@Remote(TaktRemote.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class TaktRemoteBean implements TaktRemote {
    @EJB(beanName = "TaktClientBean")
    private TaktClient takt;

    @Override
    @RolesAllowed(Role.SUBMITTER_NAME)
    public TaskReceipt submit(TaskRequest request) {
        return takt.submit(request);
    }

    @Override
    @RolesAllowed(Role.SUBMITTER_NAME)
    public List<TaskReceipt> submitAll(List<TaskRequest> requests) {
        // A list of a class that can travel.
        return new ArrayList<>(takt.submitAll(requests));
    }

    @Override
    @RolesAllowed(Role.SUBMITTER_NAME)
    public TaskView find(String id) {
        return takt.find(id).orElse(null);
    }

    @Override
    @RolesAllowed(Role.OPERATOR_NAME)
    public TaskReceipt cancel(String id) {
        return takt.cancel(id);
    }
}
