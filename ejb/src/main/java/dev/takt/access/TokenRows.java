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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The statements over {@code api_token}. */
final class TokenRows {
    private static final String COLUMNS =
            "select id, user_name, label, scopes, created_at, expires_at, last_used_at," + " revoked_at from api_token";
    private static final String FIND = COLUMNS + " where id = ?";
    private static final String FIND_BY_HASH = COLUMNS + " where token_hash = ?";
    private static final String LIST = COLUMNS + " where id < ? order by id desc limit ?";
    private static final String LIST_OF_USER = COLUMNS + " where user_name = ? and id < ? order by id desc limit ?";
    private static final String INSERT = "insert into api_token (id, user_name, label, token_hash, scopes, created_at,"
            + " expires_at) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String REVOKE = "update api_token set revoked_at = ? where id = ? and revoked_at is null";
    private static final String REVOKE_ALL =
            "update api_token set revoked_at = ? where user_name = ? and revoked_at is null and created_at <= ?";
    private static final String USED =
            "update api_token set last_used_at = ? where id = ? and (last_used_at is null or last_used_at < ?)";

    /** Greater than every id of version 7. */
    private static final UUID GREATEST = new UUID(-1L, -1L);

    private TokenRows() {}

    static void insert(Connection connection, Token token, String hash) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, token.id());
            insert.setString(2, token.user());
            insert.setString(3, token.label());
            insert.setString(4, hash);
            insert.setString(
                    5, token.scopes().stream().sorted().map(Role::label).collect(Collectors.joining(",")));
            insert.setObject(6, token.createdAt().atOffset(ZoneOffset.UTC));
            insert.setObject(7, token.expiresAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    static Optional<Token> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setObject(1, id);
            return first(select);
        }
    }

    static Optional<Token> findByHash(Connection connection, String hash) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND_BY_HASH)) {
            select.setString(1, hash);
            return first(select);
        }
    }

    /** Newest first; {@code user} and {@code after} may be null. */
    static List<Token> list(Connection connection, String user, UUID after, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(user == null ? LIST : LIST_OF_USER)) {
            int next = 1;
            if (user != null) {
                select.setString(next++, user);
            }
            select.setObject(next++, after == null ? GREATEST : after);
            select.setInt(next, limit);
            return read(select);
        }
    }

    /** Revokes a token; false when it was revoked before. */
    static boolean revoke(Connection connection, UUID id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REVOKE)) {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setObject(2, id);
            return update.executeUpdate() == 1;
        }
    }

    static void revokeAll(Connection connection, String user, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REVOKE_ALL)) {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setString(2, user);
            update.setObject(3, at.atOffset(ZoneOffset.UTC));
            update.executeUpdate();
        }
    }

    /** Notes the use of a token, unless one was noted after {@code unlessAfter}. */
    static void used(Connection connection, UUID id, Instant at, Instant unlessAfter) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(USED)) {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setObject(2, id);
            update.setObject(3, unlessAfter.atOffset(ZoneOffset.UTC));
            update.executeUpdate();
        }
    }

    private static Optional<Token> first(PreparedStatement select) throws SQLException {
        List<Token> found = read(select);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    private static List<Token> read(PreparedStatement select) throws SQLException {
        List<Token> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Token(
                        row.getObject("id", UUID.class),
                        row.getString("user_name"),
                        row.getString("label"),
                        roles(row.getString("scopes")),
                        instant(row, "created_at"),
                        instant(row, "expires_at"),
                        instant(row, "last_used_at"),
                        instant(row, "revoked_at")));
            }
        }
        return found;
    }

    private static Set<Role> roles(String scopes) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String scope : scopes.split(",")) {
            roles.add(Role.of(scope, "scopes"));
        }
        return roles;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
