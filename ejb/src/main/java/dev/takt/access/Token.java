package dev.takt.access;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * An API token, without its secret.
 *
 * @param user whose token it is
 * @param label what it is for, a sentence for people
 * @param scopes what it may do at most; what the user may not do, it may not do either
 * @param lastUsedAt to the minute; null when it was never used
 * @param revokedAt null when it was not revoked
 */
public record Token(
        UUID id,
        String user,
        String label,
        Set<Role> scopes,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        Instant revokedAt) {
    /** Whether it opens anything at this time. */
    boolean isValid(Instant at) {
        return revokedAt == null && at.isBefore(expiresAt);
    }
}
