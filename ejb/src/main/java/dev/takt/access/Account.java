package dev.takt.access;

import java.time.Instant;
import java.util.Set;

/**
 * A user.
 *
 * @param name 1 to 100 characters of letters, digits and {@code . _ @ -}
 * @param roles all roles, those that a stronger one brings with it included
 * @param mustChange whether the password was set by somebody else, and opens nothing but its own change
 * @param disabled whether the user may not sign in
 * @param changedAt when password, roles or state changed last; older sessions are over then
 */
public record Account(
        String name, Set<Role> roles, boolean mustChange, boolean disabled, Instant createdAt, Instant changedAt) {}
