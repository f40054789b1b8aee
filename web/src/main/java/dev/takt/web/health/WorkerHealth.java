package dev.takt.web.health;

import dev.takt.work.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Says whether this node can still perform tasks. It is down only when no slot is left: with fewer slots it works on,
 * and the sentence tells why it is slower.
 */
@ApplicationScoped
public class WorkerHealth implements HealthCheck {
    @Inject
    private Worker worker;

    @Override
    public HealthCheckResponse call() {
        int slots = worker.slots();
        int stuck = worker.stuck();
        return HealthCheckResponse.named("takt-worker")
                .withData("slots", slots)
                .withData("stuck", stuck)
                .withData("sentence", sentence(slots, stuck))
                .status(slots > 0)
                .build();
    }

    static String sentence(int slots, int stuck) {
        if (stuck == 0) {
            return "All " + slots + " slots are fit.";
        }
        String held = stuck == 1 ? "1 thread is" : stuck + " threads are";
        return held + " held by handlers that ignored their time-out or cancellation; " + slots
                + " slots are usable. Look for 'is abandoned' in the server's log, mend those handlers, and restart the"
                + " node.";
    }
}
