package dev.takt.access;

import dev.takt.api.TaktException;
import dev.takt.record.Database;
import dev.takt.record.Page;
import dev.takt.record.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The API tokens: made with a scope and an end, shown once, kept as a hash, revocable. Every change is audited. */
@ApplicationScoped
public class Tokens {
    public static final Duration VALIDITY_MAX = Duration.ofDays(365);
    public static final Duration VALIDITY_DEFAULT = Duration.ofDays(90);
    private static final Duration VALIDITY_MIN = Duration.ofMinutes(1);
    private static final int LABEL_MAX = 100;

    /** So that people and secret scanners see what it is. */
    static final String PREFIX = "takt_";

    /** 256 bits: no guessing, hence no need for a slow hash. */
    private static final int SECRET_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A token was revoked; sent after the commit. */
    public record Revoked(UUID id) {}

    /**
     * A new token.
     *
     * @param secret what the caller sends as {@code Authorization: Bearer}; it cannot be shown again
     */
    public record Issued(Token token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + "]";
        }
    }

    private Database database;
    private Event<Revoked> revoked;

    /** For the container. */
    protected Tokens() {}

    @Inject
    public Tokens(Database database, Event<Revoked> revoked) {
        this.database = database;
        this.revoked = revoked;
    }

    /**
     * Makes a token.
     *
     * @param label what it is for, 1 to 100 characters
     * @param scopes at least one; each must be a role of the user
     * @param validity 1 minute to 365 days; null for 90 days
     */
    public Issued issue(String user, String label, Set<Role> scopes, Duration validity, String actor) {
        if (label == null || label.isBlank() || label.length() > LABEL_MAX || !isPlain(label)) {
            throw new TaktException.Invalid(
                    "label",
                    "A token has a label of 1 to " + LABEL_MAX
                            + " characters that says what it is for; control characters and halves of characters are"
                            + " none.");
        }
        if (scopes == null || scopes.isEmpty()) {
            throw new TaktException.Invalid("scopes", "A token has at least one scope, which is a role of its user.");
        }
        Duration valid = validity == null ? VALIDITY_DEFAULT : validity;
        if (valid.compareTo(VALIDITY_MIN) < 0 || valid.compareTo(VALIDITY_MAX) > 0) {
            throw new TaktException.Invalid("validity", "A token is valid for PT1M to P365D.");
        }
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Token token = database.inTransaction(connection -> {
            Account account = UserRows.lock(connection, user).orElseThrow(() -> Users.missing(user));
            if (!account.roles().containsAll(scopes)) {
                throw new TaktException.Invalid(
                        "scopes",
                        "'" + user + "' has the roles " + Users.labels(account.roles())
                                + "; a token cannot have others. Ask for fewer, or give the user the role first.");
            }
            Instant now = Users.now();
            Token made = new Token(
                    TimeOrderedId.next(), user, label.strip(), Role.closure(scopes), now, now.plus(valid), null, null);
            TokenRows.insert(connection, made, hash(secret));
            Audit.record(
                    connection,
                    actor,
                    "token.issued",
                    made.id().toString(),
                    "user: " + user + "; label: " + made.label() + "; scopes: " + Users.labels(made.scopes())
                            + "; expires: " + made.expiresAt());
            return made;
        });
        return new Issued(token, secret);
    }

    /** One page of tokens, newest first; {@code user} and {@code after} may be null. */
    public Page<Token> list(String user, UUID after, int limit) {
        List<Token> found = database.query(connection -> TokenRows.list(connection, user, after, limit + 1));
        boolean more = found.size() > limit;
        List<Token> items = more ? List.copyOf(found.subList(0, limit)) : found;
        return new Page<>(items, more ? items.get(items.size() - 1).id().toString() : null);
    }

    /** Ends a token at once on this node, and within seconds on the others. Revoking twice does nothing more. */
    public Token revoke(UUID id, String actor) {
        Token token = database.inTransaction(connection -> {
            Token present = TokenRows.find(connection, id)
                    .orElseThrow(() -> new TaktException.NotFound("There is no token '" + id + "'."));
            if (TokenRows.revoke(connection, id, Users.now())) {
                Audit.record(
                        connection,
                        actor,
                        "token.revoked",
                        id.toString(),
                        "user: " + present.user() + "; label: " + present.label());
            }
            return TokenRows.find(connection, id).orElse(present);
        });
        revoked.fire(new Revoked(id));
        return token;
    }

    /** Whether a database takes it, and a trail shows it as it is. */
    private static boolean isPlain(String label) {
        return label.codePoints()
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }

    /** What is kept of a secret. */
    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
