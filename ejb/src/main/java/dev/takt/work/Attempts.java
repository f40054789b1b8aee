package dev.takt.work;

import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptRef;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The attempts of a node, as owners speak of them. No call blocks, and each may be repeated. */
public interface Attempts {
    /** Hands attempts over; they wait in line until a slot is free. One that is or was held is not started again. */
    void start(List<Assignment> assignments);

    /** Asks an attempt to stop: it is told, later interrupted, at last abandoned. Unknown ones are ignored. */
    void cancel(AttemptRef attempt);

    /** The owner has committed these reports; until then they are kept and repeated. */
    void confirmed(Collection<AttemptRef> committed);

    /** What this node answers for: what waits or runs here, and what ended but is not confirmed. */
    Set<AttemptRef> held(String pool);

    /** A pool has a new owner: offers it all reports that are not confirmed. */
    void repeatReports(String pool);
}
