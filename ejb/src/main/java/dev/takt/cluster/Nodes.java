package dev.takt.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of the cluster as they last reported themselves. */
@ApplicationScoped
public class Nodes {
    /**
     * One incarnation of a server.
     *
     * @param id new at each boot
     * @param state ACTIVE, or GONE when it has left or has not reported for too long
     * @param slots how many attempts it runs at once; @param running how many it runs
     * @param stuck slots that are held by handlers which ignored their timeout or cancellation
     */
    public record NodeView(
            String id,
            String name,
            String address,
            String state,
            Map<String, String> labels,
            int slots,
            int running,
            int stuck,
            double cpuLoad,
            long memoryUsedBytes,
            long memoryMaxBytes,
            Set<String> handlers,
            Instant startedAt,
            Instant renewedAt) {}

    /** All nodes that were seen within the last day, active ones first. */
    public List<NodeView> list() {
        throw new UnsupportedOperationException();
    }
}
