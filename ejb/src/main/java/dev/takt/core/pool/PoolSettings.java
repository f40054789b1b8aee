package dev.takt.core.pool;

/**
 * How a pool is run.
 *
 * @param placement name of a {@link dev.takt.core.policy.Placement}
 * @param share name of a {@link dev.takt.core.policy.Share}
 * @param lostLimit how many attempts of a task may be lost with their nodes before it is quarantined, 1 to 100
 */
public record PoolSettings(String name, String placement, String share, int lostLimit) {
    public PoolSettings {
        if (lostLimit < 1 || lostLimit > 100) {
            throw new IllegalArgumentException("lostLimit must be 1 to 100, not " + lostLimit);
        }
    }
}
