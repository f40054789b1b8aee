package dev.takt.web.health;

import dev.takt.api.TaktException;
import dev.takt.own.Pools;
import dev.takt.record.RecordException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Says whether somebody decides for the pools: this node for one of them, or for each of them some node whose lease
 * holds. It is down while the record cannot be reached.
 */
@ApplicationScoped
public class OwnerHealth implements HealthCheck {
    @Inject
    private Pools pools;

    @Override
    public HealthCheckResponse call() {
        try {
            return answer(pools.isOwnedHere(), String.join(", ", pools.withoutOwner()));
        } catch (TaktException.Busy | RecordException unreachable) {
            return answer(false, "The record does not say who owns the pools: " + unreachable.getMessage());
        }
    }

    /** @param missing the pools without an owner, or why that is not known; empty when each has one */
    private static HealthCheckResponse answer(boolean ownedHere, String missing) {
        return HealthCheckResponse.named("takt-owner")
                .withData("ownsHere", ownedHere)
                .withData("withoutOwner", missing)
                .status(ownedHere || missing.isEmpty())
                .build();
    }
}
