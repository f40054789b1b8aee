package dev.takt.own;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.PoolNode;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.PoolMachine;
import dev.takt.record.Contact;
import dev.takt.work.WorkerTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An owner calls the roll at each sweep: which nodes are there, which are gone, and which of them ought to own the pool. */
final class RollCall {
    /** How long nodes have to report, once the record can be reached again: five reports. */
    private static final long BELIEVABLE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2_000);

    /** For how many calls another node must be preferred before it is given the pool: it may be about to go again. */
    private static final int SUCCESSOR_CALLS = 2;

    private final String pool;
    private final PoolMachine machine;
    private final Workers workers;
    private final WorkerTime time;
    private final Contact contact;
    private String successor;
    private int callsWithSuccessor;

    /** @param gapNanos after what time between two calls the record must have been out of reach, or this node have stood still */
    RollCall(PoolMachine machine, Workers workers, WorkerTime time, long gapNanos) {
        this.pool = machine.settings().name();
        this.machine = machine;
        this.workers = workers;
        this.time = time;
        this.contact = new Contact(time.nanos(), gapNanos);
    }

    /**
     * Calls the roll.
     *
     * @param commands takes what the machine is to know: nodes that are there, and nodes that are gone
     * @return the ids of those that are there
     */
    Set<String> call(PoolRecord.Reading record, List<Command> commands) {
        NodeFacts self = workers.self();
        List<NodeFacts> nodes = new ArrayList<>();
        for (NodeFacts node : record.nodes()) {
            if (node.id().equals(self.id())) {
                self = node.with(self.slots(), self.handlers());
            } else {
                // What cannot be spoken to cannot be given anything: it is cut off, or not in the group yet.
                nodes.add(workers.reaches(node.id()) ? node : node.with(0, node.handlers()));
            }
        }
        nodes.add(self);
        Set<String> present = new HashSet<>();
        for (NodeFacts node : nodes) {
            present.add(node.id());
            commands.add(new Command.NodeUp(node));
        }
        consider(nodes, self);
        missing(record, present, commands);
        return present;
    }

    /** Nodes that the machine knows and that are there no longer. */
    private void missing(PoolRecord.Reading record, Set<String> present, List<Command> commands) {
        contact.made(time.nanos());
        Set<String> gone = new HashSet<>();
        for (PoolNode node : machine.nodes()) {
            if (!present.contains(node.id())) {
                gone.add(node.id());
            }
        }
        // A node that has not reported may be taken for gone only when the record could have heard it. When the record
        // was out of reach for all, whoever reaches it first must leave the others the time to report.
        if (!gone.isEmpty() && !contact.hasLasted(BELIEVABLE_AFTER_NANOS, time.nanos())) {
            gone.removeAll(record.silent(gone));
        }
        if (gone.isEmpty()) {
            return;
        }
        Set<String> stopped = record.stopped(gone);
        for (String id : gone) {
            commands.add(new Command.NodeGone(id, stopped.contains(id)));
        }
    }

    /** Whether another node ought to own the pool: at once when this one drains, else when it has stood for a while. */
    private void consider(List<NodeFacts> nodes, NodeFacts self) {
        String preferred = Succession.preferred(pool, nodes);
        if (preferred == null || preferred.equals(self.name())) {
            callsWithSuccessor = 0;
            successor = null;
            return;
        }
        String id = nodes.stream()
                .filter(node -> node.name().equals(preferred))
                .map(NodeFacts::id)
                .findFirst()
                .orElse(null);
        callsWithSuccessor = workers.reaches(id) ? callsWithSuccessor + 1 : 0;
        if (self.draining() || callsWithSuccessor > SUCCESSOR_CALLS) {
            successor = id;
        }
    }

    /** The id of the node that this one should give the pool to; null when this one ought to own it. */
    String successor() {
        return successor;
    }
}
