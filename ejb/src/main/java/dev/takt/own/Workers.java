package dev.takt.own;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptReport;
import java.util.List;
import java.util.UUID;

/**
 * The workers of a pool's nodes, as its owner speaks to them. No call blocks, each may be repeated, and each may get lost
 * on its way to another node: what is lost is found by taking stock.
 */
interface Workers {
    /** Hands attempts to a node; one that it has already is ignored. */
    void start(Reigning reigning, String node, List<Assignment> assignments);

    /** Tells a node to stop an attempt. */
    void stop(Reigning reigning, String node, UUID task, long token);

    /** Tells a node that reports are committed, so that it may forget them. */
    void settled(Reigning reigning, String node, List<AttemptReport> reports);

    /** Asks a node which attempts of the pool it holds; the answer comes as a {@link Request.Stock}. */
    void takeStock(Reigning reigning, String node, long latestToken);

    /** Tells everybody that this node owns a pool now: reports that are not settled are to be made again, to it. */
    void begin(Reigning reigning);

    /** Tells a node that a pool was given up in its favour. */
    void handOver(String pool, String node);

    /** Whether a node can be spoken to at this moment. One that boots is in the record before it is in the group. */
    default boolean reaches(String node) {
        return true;
    }

    /** This node, as it is now: the record may be some seconds behind. */
    NodeFacts self();
}
