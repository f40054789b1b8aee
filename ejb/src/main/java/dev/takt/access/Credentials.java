package dev.takt.access;

import dev.takt.api.TaktException;
import dev.takt.record.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves identities: by a name and a password, or by a token. What was proved is remembered for a short time, so that a
 * caller who sends a password with each of a thousand requests a second costs one slow hash and one query every few
 * seconds. A remembered proof holds only as long as the account has not changed since.
 */
@ApplicationScoped
public class Credentials {
    /** How long another node may take to notice a change of an account or the end of a token. */
    static final Duration ACCOUNT_KEPT = Duration.ofSeconds(5);

    /** How long a verified password is known without hashing it again. */
    static final Duration PROOF_KEPT = Duration.ofMinutes(15);

    /** More callers than that within the times above are not expected; beyond, memories start anew. */
    private static final int REMEMBERED_MAX = 10_000;

    /** How exactly a token's last use is noted: often enough for people, rarely enough for the database. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    /** Hashing may take half the cores at most, so that guessers cannot stop the scheduler. */
    private static final int HASHES_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final Duration HASH_WAIT_MAX = Duration.ofSeconds(5);

    /** So many may wait for their hash: as many as have their turn in time when each takes some 100 ms. */
    private static final int HASH_WAITERS_MAX = 32 * HASHES_AT_ONCE;

    /** What became of a try to sign in. */
    public sealed interface Outcome {
        /** The caller is who it says it is. */
        record Accepted(Caller caller) implements Outcome {}

        /** Wrong, unknown, expired, revoked or disabled: which, is not told. */
        record Refused() implements Outcome {}

        /** Too many failures; not looked at before this time is over. */
        record Wait(Duration time) implements Outcome {}
    }

    /** What looking at a password gave: a wait, or the account if it matches. */
    private record Verdict(Duration toWait, Optional<Account> account) {}

    private record Proof(String name, Instant changedAt) {}

    private Database database;
    private Users users;
    private LoginThrottle throttle;
    private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE);
    private final byte[] memoryKey = new byte[32];
    private final ShortMemory<ByteBuffer, Proof> proofs;
    private final ShortMemory<String, Optional<Account>> accounts;
    private final ShortMemory<String, Optional<Token>> tokens;

    /** For the container. */
    protected Credentials() {
        this(null, null, null, System::nanoTime);
    }

    @Inject
    public Credentials(Database database, Users users, LoginThrottle throttle) {
        this(database, users, throttle, System::nanoTime);
    }

    /** For tests that move the time. */
    Credentials(Database database, Users users, LoginThrottle throttle, LongSupplier nanoTime) {
        this.database = database;
        this.users = users;
        this.throttle = throttle;
        this.proofs = new ShortMemory<>(PROOF_KEPT, REMEMBERED_MAX, nanoTime);
        this.accounts = new ShortMemory<>(ACCOUNT_KEPT, REMEMBERED_MAX, nanoTime);
        this.tokens = new ShortMemory<>(ACCOUNT_KEPT, REMEMBERED_MAX, nanoTime);
        new SecureRandom().nextBytes(memoryKey);
    }

    /**
     * Looks at a name and a password.
     *
     * @param source the address of who asks
     * @throws TaktException.Busy when too many passwords are being looked at, or the database is out of reach
     */
    public Outcome byPassword(String name, String password, String source) {
        ByteBuffer memory = memoryOf(name, password, source);
        Proof proof = proofs.get(memory);
        if (proof != null) {
            Optional<Caller> known = stillValid(proof.name(), proof.changedAt());
            if (known.isPresent()) {
                return new Outcome.Accepted(known.get());
            }
            proofs.forget(memory);
        }
        Duration wait = throttle.waitFor(name, source);
        if (!wait.isZero()) {
            return new Outcome.Wait(wait);
        }
        Verdict verdict = verify(name, password, source);
        if (!verdict.toWait().isZero()) {
            return new Outcome.Wait(verdict.toWait());
        }
        Optional<Account> account = verdict.account();
        if (account.isEmpty()) {
            return new Outcome.Refused();
        }
        throttle.succeeded(name);
        proofs.put(memory, new Proof(name, account.get().changedAt()));
        accounts.put(name, account);
        return new Outcome.Accepted(Caller.of(account.get()));
    }

    /** Looks at a token's secret. */
    public Outcome byToken(String secret, String source) {
        String hash = Tokens.hash(secret);
        Optional<Token> known = tokens.get(hash);
        if (known == null) {
            Duration wait = throttle.waitFor(null, source);
            if (!wait.isZero()) {
                return new Outcome.Wait(wait);
            }
            known = database.query(connection -> TokenRows.findByHash(connection, hash));
            if (known.isPresent()) {
                tokens.put(hash, known);
                known.ifPresent(this::noteUse);
            }
        }
        Optional<Caller> caller = known.filter(token -> token.isValid(Instant.now()))
                .flatMap(token -> account(token.user()).flatMap(user -> caller(token, user)));
        if (caller.isEmpty()) {
            throttle.failed(null, source);
            return new Outcome.Refused();
        }
        return new Outcome.Accepted(caller.get());
    }

    /** Who a valid token speaks for: its user, with the roles that both have. */
    private static Optional<Caller> caller(Token token, Account user) {
        if (user.disabled()) {
            return Optional.empty();
        }
        Set<Role> roles = EnumSet.copyOf(token.scopes());
        roles.retainAll(user.roles());
        return Optional.of(new Caller(user.name(), roles, false, user.changedAt()));
    }

    /**
     * Who sends a name and a password, as far as that is remembered; empty means that it must be looked at, with {@link
     * #byPassword}. Waits for nothing, counts nothing.
     */
    public Optional<Caller> rememberedByPassword(String name, String password, String source) {
        Proof proof = proofs.get(memoryOf(name, password, source));
        Optional<Account> account = proof == null ? null : accounts.get(proof.name());
        return account == null ? Optional.empty() : unchanged(account, proof.changedAt());
    }

    /** Who sends a token, as far as that is remembered; empty means that it must be looked at, with {@link #byToken}. */
    public Optional<Caller> rememberedByToken(String secret) {
        Optional<Token> token = tokens.get(Tokens.hash(secret));
        if (token == null || token.isEmpty() || !token.get().isValid(Instant.now())) {
            return Optional.empty();
        }
        Optional<Account> account = accounts.get(token.get().user());
        return account == null ? Optional.empty() : account.flatMap(user -> caller(token.get(), user));
    }

    /** The caller as of now, if the account has not changed since the given time; for sessions. */
    public Optional<Caller> stillValid(String name, Instant changedAt) {
        return unchanged(account(name), changedAt);
    }

    private static Optional<Caller> unchanged(Optional<Account> account, Instant changedAt) {
        return account.filter(known -> !known.disabled() && known.changedAt().equals(changedAt))
                .map(Caller::of);
    }

    /**
     * Changes one's own password after looking at the present one.
     *
     * @return what became of the present one; the change has happened if it was accepted
     * @throws TaktException.Invalid when the new one breaks a rule
     */
    public Outcome changePassword(String name, String current, String password, String source) {
        Duration wait = throttle.waitFor(name, source);
        if (!wait.isZero()) {
            return new Outcome.Wait(wait);
        }
        Verdict verdict = verify(name, current, source);
        if (!verdict.toWait().isZero()) {
            return new Outcome.Wait(verdict.toWait());
        }
        if (verdict.account().isEmpty()) {
            return new Outcome.Refused();
        }
        users.changePassword(name, current, password);
        return account(name)
                .<Outcome>map(account -> new Outcome.Accepted(Caller.of(account)))
                .orElseGet(Outcome.Refused::new);
    }

    void userChanged(@Observes Users.Changed event) {
        accounts.forget(event.user());
        proofs.forgetIf(proof -> proof.name().equals(event.user()));
        tokens.forgetIf(
                token -> token.filter(t -> t.user().equals(event.user())).isPresent());
    }

    void tokenRevoked(@Observes Tokens.Revoked event) {
        tokens.forgetIf(token -> token.filter(t -> t.id().equals(event.id())).isPresent());
    }

    /**
     * Always the time of one hash, whether there is such a user or not. Failures are counted before the next guess has
     * its turn, and who waited for a turn is asked to wait for the failures that came meanwhile: guesses sent at once
     * gain nothing over guesses sent in turn.
     */
    private Verdict verify(String name, String password, String source) {
        Optional<UserRows.Row> row = users.row(name);
        boolean possible = password.getBytes(StandardCharsets.UTF_8).length <= PasswordRules.BYTES_MAX;
        PasswordHash hash = row.map(UserRows.Row::password).orElse(PasswordHash.OF_NOBODY);
        takeTurn();
        try {
            Duration wait = throttle.waitFor(name, source);
            if (!wait.isZero()) {
                return new Verdict(wait, Optional.empty());
            }
            boolean matches = hash.matches(possible ? password : "");
            Optional<Account> account =
                    row.map(UserRows.Row::account).filter(found -> matches && possible && !found.disabled());
            if (account.isEmpty()) {
                throttle.failed(name, source);
            }
            return new Verdict(Duration.ZERO, account);
        } finally {
            hashes.release();
        }
    }

    private void takeTurn() {
        try {
            if (hashes.getQueueLength() >= HASH_WAITERS_MAX
                    || !hashes.tryAcquire(HASH_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw TaktException.Busy.overloaded(
                        "Too many people are signing in at this moment; try again shortly.", HASH_WAIT_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TaktException.Busy.unavailable("The server is stopping; try again shortly.", HASH_WAIT_MAX);
        }
    }

    private Optional<Account> account(String name) {
        Optional<Account> known = accounts.get(name);
        if (known == null) {
            known = users.find(name);
            if (known.isPresent()) {
                accounts.put(name, known);
            }
        }
        return known;
    }

    private void noteUse(Token token) {
        Instant now = Users.now();
        Instant unlessAfter = now.minus(USE_NOTED_EVERY);
        if (token.lastUsedAt() == null || token.lastUsedAt().isBefore(unlessAfter)) {
            database.inTransaction(connection -> {
                TokenRows.used(connection, token.id(), now, unlessAfter);
                return null;
            });
        }
    }

    /** A password itself is never kept: only a keyed hash whose key dies with this process. */
    /** What was proved is remembered for the address that proved it: others go through the throttle. */
    private ByteBuffer memoryOf(String name, String password, String source) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(memoryKey, "HmacSHA256"));
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(String.valueOf(source).getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256.", e);
        }
    }
}
