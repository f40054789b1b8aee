package dev.takt.access;

import dev.takt.api.TaktException;
import dev.takt.record.Database;
import dev.takt.record.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The users: names, passwords, roles. Every change is audited, and tells {@link Credentials} to forget what it knew. */
@ApplicationScoped
public class Users {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");

    /** Something about a user has changed; sent after the commit. */
    public record Changed(String user) {}

    private Database database;
    private Event<Changed> changed;

    /** For the container. */
    protected Users() {}

    @Inject
    public Users(Database database, Event<Changed> changed) {
        this.database = database;
        this.changed = changed;
    }

    /** One page of users by name. */
    public Page<Account> list(String after, int limit) {
        List<Account> found = database.query(connection -> UserRows.list(connection, after, limit + 1));
        boolean more = found.size() > limit;
        List<Account> items = more ? List.copyOf(found.subList(0, limit)) : found;
        return new Page<>(items, more ? items.get(items.size() - 1).name() : null);
    }

    public Optional<Account> find(String name) {
        return row(name).map(UserRows.Row::account);
    }

    /** What is no name is not asked for: PostgreSQL fails on the character 0 instead of finding nothing. */
    Optional<UserRows.Row> row(String name) {
        return NAME.matcher(name).matches()
                ? database.query(connection -> UserRows.find(connection, name))
                : Optional.empty();
    }

    /**
     * Makes a user, who must change the password at the first sign-in.
     *
     * @throws TaktException.Invalid when name, password or roles break a rule
     * @throws TaktException.Conflict when the name is taken
     */
    public Account create(String name, String password, Set<Role> roles, String actor) {
        return create(name, password, roles, true, actor);
    }

    Account create(String name, String password, Set<Role> roles, boolean mustChange, String actor) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new TaktException.Invalid(
                    "name", "A user's name has 1 to 100 letters, digits and the characters . _ @ - only.");
        }
        checkRoles(roles);
        PasswordRules.check(name, password, "password");
        PasswordHash hash = PasswordHash.of(password);
        Account account = database.inTransaction(connection -> {
            Instant now = now();
            Account made = new Account(name, Role.closure(roles), mustChange, false, now, now);
            try {
                UserRows.insert(connection, made, hash);
            } catch (SQLException failure) {
                if (Database.isDuplicate(failure)) {
                    throw new TaktException.Conflict(
                            "There is a user '" + name + "' already; choose another name, or change that user.");
                }
                throw failure;
            }
            Audit.record(connection, actor, "user.made", name, "roles: " + labels(made.roles()));
            return made;
        });
        changed.fire(new Changed(name));
        return account;
    }

    /**
     * Sets somebody else's password; the user must change it at the next sign-in. All sessions are over and all tokens
     * revoked: whoever had the old password may have made them.
     *
     * @throws TaktException.Conflict when it is the actor's own: see {@link #changePassword}
     */
    public void resetPassword(String name, String password, String actor) {
        if (name.equals(actor)) {
            throw new TaktException.Conflict(
                    "This is your own password; change it with PUT /api/v1/me/password or in the console.");
        }
        PasswordRules.check(name, password, "password");
        PasswordHash hash = PasswordHash.of(password);
        change(name, actor, "user.password-reset", null, (connection, row, administrators) -> {
            UserRows.setPassword(connection, name, hash, true, later(row));
            TokenRows.revokeAll(connection, name, now());
        });
    }

    /**
     * Changes one's own password; all other sessions are over.
     *
     * @param current the password that is to be replaced; checked by {@link Credentials} before
     * @throws TaktException.Invalid when the new one breaks a rule or is the old one
     */
    void changePassword(String name, String current, String password) {
        PasswordRules.check(name, password, "password");
        if (password.equals(current)) {
            throw new TaktException.Invalid("password", "The new password is the old one; choose another one.");
        }
        PasswordHash hash = PasswordHash.of(password);
        change(name, name, "user.password-changed", null, (connection, row, administrators) -> {
            UserRows.setPassword(connection, name, hash, false, later(row));
        });
    }

    /** Gives a user these roles, and those that they bring with them, in place of the present ones. */
    public Account setRoles(String name, Set<Role> roles, String actor) {
        checkRoles(roles);
        Set<Role> all = Role.closure(roles);
        change(name, actor, "user.roles-changed", "roles: " + labels(all), (connection, row, administrators) -> {
            if (!all.contains(Role.ADMINISTRATOR)) {
                keepOneAdministrator(administrators, row);
            }
            UserRows.setRoles(connection, name, all, later(row));
        });
        return find(name).orElseThrow(() -> missing(name));
    }

    /** Lets a user sign in, or not; a disabled user's sessions and tokens do not work. */
    public Account setDisabled(String name, boolean disabled, String actor) {
        change(name, actor, disabled ? "user.disabled" : "user.enabled", null, (connection, row, administrators) -> {
            if (disabled) {
                keepOneAdministrator(administrators, row);
            }
            UserRows.setDisabled(connection, name, disabled, later(row));
        });
        return find(name).orElseThrow(() -> missing(name));
    }

    /** Removes a user and all tokens; what the user did stays in the audit trail and in the tasks. */
    public void delete(String name, String actor) {
        change(name, actor, "user.deleted", null, (connection, row, administrators) -> {
            keepOneAdministrator(administrators, row);
            UserRows.delete(connection, name);
        });
    }

    @FunctionalInterface
    private interface Change {
        void apply(Connection connection, Account present, Set<String> administrators) throws SQLException;
    }

    private void change(String name, String actor, String action, String detail, Change change) {
        database.inTransaction(connection -> {
            Set<String> administrators = UserRows.lockAdministrators(connection);
            Account present = UserRows.lock(connection, name).orElseThrow(() -> missing(name));
            change.apply(connection, present, administrators);
            Audit.record(connection, actor, action, name, detail);
            return null;
        });
        changed.fire(new Changed(name));
    }

    /** Without an administrator nobody could make one again. */
    private static void keepOneAdministrator(Set<String> administrators, Account leaving) {
        if (administrators.equals(Set.of(leaving.name()))) {
            throw new TaktException.Conflict(
                    "'" + leaving.name() + "' is the only administrator who may sign in; make another one first.");
        }
    }

    private static void checkRoles(Collection<Role> roles) {
        if (roles == null || roles.isEmpty()) {
            throw new TaktException.Invalid(
                    "roles", "A user has at least one role: viewer, submitter, operator or administrator.");
        }
    }

    static TaktException.NotFound missing(String name) {
        return new TaktException.NotFound("There is no user '" + name + "'.");
    }

    /** The time of a change: never that of the change before, so that sessions can tell the two apart. */
    private static Instant later(Account present) {
        Instant now = now();
        Instant next = present.changedAt().plus(1, ChronoUnit.MICROS);
        return now.isAfter(next) ? now : next;
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    static String labels(Set<Role> roles) {
        return roles.stream().sorted().map(Role::label).collect(Collectors.joining(", "));
    }
}
