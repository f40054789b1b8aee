package dev.takt.own;

import dev.takt.cluster.Courier;
import dev.takt.cluster.Message;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The workers of all nodes: this one's is called, the others' are written to. */
final class NodeWorkers implements Workers {
    /** How many attempts one message carries: a few hundred kilobytes with usual payloads. */
    private static final int START_MAX = 200;

    /** How much text one message carries, but for its last attempt: small beside what may wait for a node. */
    private static final long START_CHARS_MAX = 1L << 20;

    private final String self;
    private final WorkerDoor door;
    private final Courier courier;
    private final Supplier<NodeFacts> present;
    private final Listener listener;

    /** Where the answers of this node's own worker go. */
    interface Listener {
        void stock(String pool, Request.Stock stock);
    }

    NodeWorkers(String self, WorkerDoor door, Courier courier, Supplier<NodeFacts> present, Listener listener) {
        this.self = self;
        this.door = door;
        this.courier = courier;
        this.present = present;
        this.listener = listener;
    }

    @Override
    public void start(Reigning owner, String node, List<Assignment> assignments) {
        if (node.equals(self)) {
            door.start(owner, assignments);
            return;
        }
        int begin = 0;
        long chars = 0;
        for (int end = 1; end <= assignments.size(); end++) {
            chars += length(assignments.get(end - 1));
            if (end == assignments.size() || end - begin == START_MAX || chars >= START_CHARS_MAX) {
                List<Assignment> some = List.copyOf(assignments.subList(begin, end));
                if (!courier.send(node, new Message.Start(owner.pool(), owner.epoch(), some))) {
                    // Stocktaking finds what is missing there, and hands it out when there is room again.
                    return;
                }
                begin = end;
                chars = 0;
            }
        }
    }

    private static long length(Assignment assignment) {
        return (assignment.payload() == null ? 0 : assignment.payload().length())
                + (assignment.checkpoint() == null ? 0 : assignment.checkpoint().length());
    }

    @Override
    public void stop(Reigning owner, String node, UUID task, long token) {
        AttemptRef attempt = new AttemptRef(task, token);
        if (node.equals(self)) {
            door.stop(owner, attempt);
        } else {
            courier.send(node, new Message.Stop(owner.pool(), owner.epoch(), attempt));
        }
    }

    @Override
    public void settled(Reigning owner, String node, List<AttemptReport> reports) {
        List<AttemptRef> attempts = reports.stream()
                .map(report -> new AttemptRef(report.task(), report.token()))
                .toList();
        if (node.equals(self)) {
            door.settled(attempts);
        } else {
            courier.send(node, new Message.Settled(owner.pool(), owner.epoch(), attempts));
        }
    }

    @Override
    public void takeStock(Reigning owner, String node, long latestToken) {
        if (!node.equals(self)) {
            courier.send(node, new Message.TakeStock(owner.pool(), owner.epoch(), latestToken));
            return;
        }
        Set<AttemptRef> held = door.takeStock(owner);
        if (held != null) {
            listener.stock(owner.pool(), new Request.Stock(node, latestToken, held));
        }
    }

    @Override
    public void begin(Reigning owner) {
        door.begin(owner);
        courier.sendToAll(new Message.Reigns(owner.pool(), owner.epoch()));
    }

    @Override
    public void handOver(String pool, String node) {
        courier.send(node, new Message.HandedOver(pool));
    }

    @Override
    public boolean reaches(String node) {
        return node.equals(self) || courier.reaches(node);
    }

    @Override
    public NodeFacts self() {
        return present.get();
    }
}
