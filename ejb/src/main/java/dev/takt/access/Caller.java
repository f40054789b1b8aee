package dev.takt.access;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody whose identity has been proved.
 *
 * @param name the user's name
 * @param roles what this caller may do: the user's roles, or fewer with a token
 * @param mustChange whether nothing is allowed but to change the password
 * @param changedAt the {@linkplain Account#changedAt() state of the account} that was looked at
 */
public record Caller(String name, Set<Role> roles, boolean mustChange, Instant changedAt) {
    static Caller of(Account account) {
        return new Caller(account.name(), account.roles(), account.mustChange(), account.changedAt());
    }
}
