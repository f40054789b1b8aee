package dev.takt.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statements over {@code user_account} and {@code user_role}. */
final class UserRows {
    private static final String COLUMNS = "select name, password_hash, password_salt, password_iterations, must_change,"
            + " disabled, created_at, changed_at from user_account";
    private static final String FIND = COLUMNS + " where name = ?";
    private static final String LOCK = FIND + " for update";
    private static final String LIST = COLUMNS + " where name > ? order by name limit ?";
    private static final String ROLES = "select role from user_role where user_name = ?";
    private static final String ANY = "select count(*) from user_account";
    private static final String INSERT = "insert into user_account (name, password_hash, password_salt,"
            + " password_iterations, must_change, disabled, created_at, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_ROLE = "insert into user_role (user_name, role) values (?, ?)";
    private static final String DELETE_ROLES = "delete from user_role where user_name = ?";
    private static final String SET_PASSWORD = "update user_account set password_hash = ?, password_salt = ?,"
            + " password_iterations = ?, must_change = ?, changed_at = ? where name = ?";
    private static final String SET_CHANGED = "update user_account set changed_at = ? where name = ?";
    private static final String SET_DISABLED = "update user_account set disabled = ?, changed_at = ? where name = ?";
    private static final String DELETE = "delete from user_account where name = ?";
    private static final String LOCK_ADMINISTRATORS = "select name from user_account where not disabled"
            + " and name in (select user_name from user_role where role = 'administrator') order by name for update";

    private UserRows() {}

    /** A user with the hash of the password. */
    record Row(Account account, PasswordHash password) {}

    static Optional<Row> find(Connection connection, String name) throws SQLException {
        return one(connection, FIND, name);
    }

    static Optional<Account> lock(Connection connection, String name) throws SQLException {
        return one(connection, LOCK, name).map(Row::account);
    }

    static List<Account> list(Connection connection, String after, int limit) throws SQLException {
        List<Account> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setString(1, after == null ? "" : after);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(read(connection, row).account());
                }
            }
        }
        return found;
    }

    static boolean isEmpty(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANY);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1) == 0;
        }
    }

    static void insert(Connection connection, Account account, PasswordHash password) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, account.name());
            insert.setString(2, password.hash());
            insert.setString(3, password.salt());
            insert.setInt(4, password.iterations());
            insert.setBoolean(5, account.mustChange());
            insert.setBoolean(6, account.disabled());
            insert.setObject(7, account.createdAt().atOffset(ZoneOffset.UTC));
            insert.setObject(8, account.changedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        insertRoles(connection, account.name(), account.roles());
    }

    static void setPassword(Connection connection, String name, PasswordHash password, boolean mustChange, Instant at)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_PASSWORD)) {
            update.setString(1, password.hash());
            update.setString(2, password.salt());
            update.setInt(3, password.iterations());
            update.setBoolean(4, mustChange);
            update.setObject(5, at.atOffset(ZoneOffset.UTC));
            update.setString(6, name);
            update.executeUpdate();
        }
    }

    static void setRoles(Connection connection, String name, Set<Role> roles, Instant at) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_ROLES);
                PreparedStatement update = connection.prepareStatement(SET_CHANGED)) {
            delete.setString(1, name);
            delete.executeUpdate();
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setString(2, name);
            update.executeUpdate();
        }
        insertRoles(connection, name, roles);
    }

    static void setDisabled(Connection connection, String name, boolean disabled, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET_DISABLED)) {
            update.setBoolean(1, disabled);
            update.setObject(2, at.atOffset(ZoneOffset.UTC));
            update.setString(3, name);
            update.executeUpdate();
        }
    }

    static void delete(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    /**
     * Locks the administrators who may sign in, always in the same order, so that two changes at once can neither block
     * each other for ever nor leave none.
     */
    static Set<String> lockAdministrators(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK_ADMINISTRATORS);
                ResultSet row = select.executeQuery()) {
            Set<String> names = new HashSet<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    private static void insertRoles(Connection connection, String name, Set<Role> roles) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ROLE)) {
            for (Role role : roles) {
                insert.setString(1, name);
                insert.setString(2, role.label());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Optional<Row> one(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(connection, row)) : Optional.empty();
            }
        }
    }

    private static Row read(Connection connection, ResultSet row) throws SQLException {
        String name = row.getString("name");
        Account account = new Account(
                name,
                roles(connection, name),
                row.getBoolean("must_change"),
                row.getBoolean("disabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
        PasswordHash password = new PasswordHash(
                row.getString("password_hash"), row.getString("password_salt"), row.getInt("password_iterations"));
        return new Row(account, password);
    }

    private static Set<Role> roles(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROLES)) {
            select.setString(1, name);
            Set<Role> roles = EnumSet.noneOf(Role.class);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    roles.add(Role.of(row.getString(1), "role"));
                }
            }
            return roles;
        }
    }
}
