package dev.takt.own;

import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptReport;
import dev.takt.record.NodeRows;
import java.util.List;
import java.util.UUID;

/** The workers of a pool's nodes, as its owner speaks to them. No call blocks, and each may be repeated. */
interface Workers {
    /** Hands attempts to a node; one that it has already is ignored. */
    void start(String node, List<Assignment> assignments);

    /** Tells a node to stop an attempt. */
    void stop(String node, UUID task, long token);

    /** Tells a node that reports are committed, so that it may forget them. */
    void settled(String node, List<AttemptReport> reports);

    /** A pool has a new owner: every report of it that is not settled is to be made again. */
    void repeatReports(String pool);

    /** This node, as it is now: the record may be some seconds behind. */
    NodeRows.Present self();

    /** Whether a node has this attempt, running or ended but not settled. */
    boolean holds(String node, UUID task, long token);
}
