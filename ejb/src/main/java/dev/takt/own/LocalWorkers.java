package dev.takt.own;

import dev.takt.cluster.NodeIdentity;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptReport;
import dev.takt.record.NodeRows;
import dev.takt.work.Worker;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The worker of this node, called directly. */
final class LocalWorkers implements Workers {
    private static final Logger LOG = Logger.getLogger(LocalWorkers.class);

    private final NodeIdentity self;
    private final Worker worker;

    LocalWorkers(NodeIdentity self, Worker worker) {
        this.self = self;
        this.worker = worker;
    }

    @Override
    public void start(String node, List<Assignment> assignments) {
        if (isSelf(node)) {
            worker.start(assignments);
        }
    }

    @Override
    public void stop(String node, UUID task, long token) {
        if (isSelf(node)) {
            worker.cancel(task, token);
        }
    }

    @Override
    public void settled(String node, List<AttemptReport> reports) {
        if (isSelf(node)) {
            worker.confirmed(reports);
        }
    }

    @Override
    public void repeatReports(String pool) {
        worker.repeatReports(pool);
    }

    @Override
    public NodeRows.Present self() {
        return new NodeRows.Present(self.id(), worker.slots(), worker.handlers());
    }

    @Override
    public boolean holds(String node, UUID task, long token) {
        return isSelf(node) && worker.holds(task, token);
    }

    private boolean isSelf(String node) {
        if (self.id().equals(node)) {
            return true;
        }
        LOG.debugf("Nothing to say to node %s, which is not this one.", node);
        return false;
    }
}
