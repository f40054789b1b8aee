package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.access.Credentials.Outcome;
import dev.takt.api.TaktException;
import dev.takt.record.Database;
import dev.takt.record.Page;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users, tokens, credentials and the audit trail do with a real database; one subclass for each. */
abstract class AccessContract {
    private static final String PASSWORD = "correct horse battery";
    private static final String OTHER_PASSWORD = "another long one";
    private static final String HOME = "127.0.0.1";

    private long nanos = 1;
    private Database database;
    private Users users;
    private Tokens tokens;
    private Audit audit;
    private Credentials credentials;

    /** A migrated database. */
    abstract DataSource dataSource();

    @BeforeEach
    void startEmpty() {
        database = new Database(dataSource(), null);
        for (String table : List.of("api_token", "user_role", "user_account", "audit")) {
            run("delete from " + table);
        }
        users = new Users(database, to(event -> credentials.userChanged(event)));
        tokens = new Tokens(database, to(event -> credentials.tokenRevoked(event)));
        audit = new Audit(database);
        credentials = new Credentials(database, users, new LoginThrottle(() -> nanos), () -> nanos);
    }

    @Test
    void aNewUserSignsInAndMustChangeThePassword() {
        create("ann", Role.OPERATOR);

        Caller caller = accepted(credentials.byPassword("ann", PASSWORD, HOME));

        assertThat(caller.name()).isEqualTo("ann");
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.VIEWER, Role.SUBMITTER, Role.OPERATOR);
        assertThat(caller.mustChange()).isTrue();
    }

    @Test
    void aWrongPasswordAndAnUnknownUserGetTheSameAnswer() {
        create("ann", Role.VIEWER);

        assertThat(credentials.byPassword("ann", "wrong", HOME)).isEqualTo(new Outcome.Refused());
        assertThat(credentials.byPassword("bob", PASSWORD, HOME)).isEqualTo(new Outcome.Refused());
        assertThat(credentials.byPassword("ann\0", PASSWORD, HOME)).isEqualTo(new Outcome.Refused());
        assertThat(credentials.byPassword("ann", PASSWORD + "x".repeat(72), HOME))
                .isEqualTo(new Outcome.Refused());
    }

    @Test
    void aChangedPasswordOpensAndTheOldOneDoesNot() {
        create("ann", Role.VIEWER);
        Caller before = accepted(credentials.byPassword("ann", PASSWORD, HOME));

        Caller after = accepted(credentials.changePassword("ann", PASSWORD, OTHER_PASSWORD, HOME));

        assertThat(after.mustChange()).isFalse();
        assertThat(credentials.byPassword("ann", PASSWORD, HOME)).isEqualTo(new Outcome.Refused());
        accepted(credentials.byPassword("ann", OTHER_PASSWORD, HOME));
        assertThat(credentials.stillValid("ann", before.changedAt()))
                .as("a session from before the change")
                .isEmpty();
    }

    @Test
    void theOldPasswordIsNotTakenAsTheNewOne() {
        create("ann", Role.VIEWER);

        assertThatThrownBy(() -> credentials.changePassword("ann", PASSWORD, PASSWORD, HOME))
                .isInstanceOf(TaktException.Invalid.class);
        assertThat(credentials.changePassword("ann", "wrong", OTHER_PASSWORD, HOME))
                .isEqualTo(new Outcome.Refused());
    }

    @Test
    void aDisabledUserIsOutAtOnceWhateverIsRemembered() {
        create("ann", Role.VIEWER);
        Caller before = accepted(credentials.byPassword("ann", PASSWORD, HOME));
        users.setDisabled("ann", true, "admin");

        assertThat(credentials.byPassword("ann", PASSWORD, HOME)).isEqualTo(new Outcome.Refused());
        assertThat(credentials.stillValid("ann", before.changedAt())).isEmpty();
    }

    @Test
    void anotherNodesChangeIsSeenWithinSeconds() {
        create("ann", Role.VIEWER);
        accepted(credentials.byPassword("ann", PASSWORD, HOME));
        new Users(database, to(event -> {})).setDisabled("ann", true, "admin");

        nanos += Credentials.ACCOUNT_KEPT.toNanos() + 1;

        assertThat(credentials.byPassword("ann", PASSWORD, HOME)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void whoGuessesWaitsButARememberedProofDoesNot() {
        create("ann", Role.VIEWER);
        accepted(credentials.byPassword("ann", PASSWORD, HOME));
        for (int i = 0; i <= LoginThrottle.FREE_FOR_USER; i++) {
            credentials.byPassword("ann", "guess " + i, "10.6.6.6");
        }

        assertThat(credentials.byPassword("ann", "guess", "10.6.6.6")).isInstanceOf(Outcome.Wait.class);
        accepted(credentials.byPassword("ann", PASSWORD, HOME));
    }

    @Test
    void guessesThatAreSentAtOnceGainNothing() {
        create("ann", Role.VIEWER);

        ExecutorService guessers = Executors.newFixedThreadPool(20);
        List<CompletableFuture<Outcome>> guesses = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> credentials.byPassword("ann", "guess " + i, "10.6.6." + i), guessers))
                .toList();
        long lookedAt = guesses.stream()
                .filter(guess -> guess.join().equals(new Outcome.Refused()))
                .count();
        guessers.shutdown();

        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        assertThat(lookedAt).isLessThanOrEqualTo(LoginThrottle.FREE_FOR_USER + atOnce);
    }

    @Test
    void aNameIsTakenOnce() {
        create("ann", Role.VIEWER);

        assertThatThrownBy(() -> create("ann", Role.VIEWER))
                .isInstanceOf(TaktException.Conflict.class)
                .hasMessageContaining("'ann'");
    }

    @Test
    void theLastAdministratorCannotLeave() {
        create("root", Role.ADMINISTRATOR);
        create("boss", Role.ADMINISTRATOR);
        users.delete("boss", "root");

        assertThatThrownBy(() -> users.delete("root", "x")).isInstanceOf(TaktException.Conflict.class);
        assertThatThrownBy(() -> users.setDisabled("root", true, "x")).isInstanceOf(TaktException.Conflict.class);
        assertThatThrownBy(() -> users.setRoles("root", EnumSet.of(Role.VIEWER), "x"))
                .isInstanceOf(TaktException.Conflict.class);
    }

    @Test
    void aTokenDoesWhatItsScopesAndItsUsersRolesAllow() {
        create("ann", Role.OPERATOR);
        Tokens.Issued issued =
                tokens.issue("ann", "ci", EnumSet.of(Role.SUBMITTER, Role.VIEWER), Duration.ofDays(1), "admin");
        assertThat(accepted(credentials.byToken(issued.secret(), HOME)).roles())
                .containsExactlyInAnyOrder(Role.VIEWER, Role.SUBMITTER);

        users.setRoles("ann", EnumSet.of(Role.VIEWER), "admin");

        assertThat(accepted(credentials.byToken(issued.secret(), HOME)).roles()).containsExactly(Role.VIEWER);
    }

    @Test
    void aTokenCannotDoMoreThanItsUser() {
        create("ann", Role.VIEWER);

        assertThatThrownBy(() -> tokens.issue("ann", "ci", EnumSet.of(Role.ADMINISTRATOR), null, "admin"))
                .isInstanceOf(TaktException.Invalid.class)
                .hasMessageStartingWith("scopes: ");
        assertThatThrownBy(() -> tokens.issue("ann", "ci", EnumSet.of(Role.VIEWER), Duration.ofDays(366), "admin"))
                .isInstanceOf(TaktException.Invalid.class)
                .hasMessageStartingWith("validity: ");
    }

    @Test
    void aRevokedTokenAndTheTokensOfAResetPasswordOpenNothing() {
        create("ann", Role.VIEWER);
        Tokens.Issued first = tokens.issue("ann", "first", EnumSet.of(Role.VIEWER), null, "admin");
        Tokens.Issued second = tokens.issue("ann", "second", EnumSet.of(Role.VIEWER), null, "admin");
        accepted(credentials.byToken(first.secret(), HOME));
        accepted(credentials.byToken(second.secret(), HOME));

        tokens.revoke(first.token().id(), "admin");
        users.resetPassword("ann", OTHER_PASSWORD, "admin");

        assertThat(credentials.byToken(first.secret(), HOME)).isEqualTo(new Outcome.Refused());
        assertThat(credentials.byToken(second.secret(), HOME)).isEqualTo(new Outcome.Refused());
        assertThat(credentials.byToken("takt_made-up", HOME)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void anExpiredTokenOpensNothing() {
        create("ann", Role.VIEWER);
        Tokens.Issued issued = tokens.issue("ann", "ci", EnumSet.of(Role.VIEWER), null, "admin");
        run("update api_token set created_at = timestamp with time zone '2020-01-01 00:00:00+00',"
                + " expires_at = timestamp with time zone '2020-01-02 00:00:00+00'");

        assertThat(credentials.byToken(issued.secret(), HOME)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void theSecretIsNowhereInTheRecordAndTheUseIsNoted() {
        create("ann", Role.VIEWER);
        Tokens.Issued issued = tokens.issue("ann", "ci", EnumSet.of(Role.VIEWER), null, "admin");
        accepted(credentials.byToken(issued.secret(), HOME));

        Token listed = tokens.list("ann", null, 10).items().get(0);

        assertThat(listed.lastUsedAt()).isNotNull();
        assertThat(listed.toString()).doesNotContain(issued.secret());
        assertThat(audit.list(all(50)).items().toString()).doesNotContain(issued.secret());
    }

    @Test
    void everyChangeHasOneRowInTheAuditTrail() {
        create("ann", Role.VIEWER);
        users.setRoles("ann", EnumSet.of(Role.OPERATOR), "admin");
        users.setDisabled("ann", true, "admin");
        users.setDisabled("ann", false, "admin");
        users.resetPassword("ann", OTHER_PASSWORD, "admin");
        Tokens.Issued issued = tokens.issue("ann", "ci", EnumSet.of(Role.VIEWER), null, "admin");
        tokens.revoke(issued.token().id(), "admin");
        tokens.revoke(issued.token().id(), "admin");
        users.delete("ann", "admin");

        assertThat(audit.list(all(50)).items())
                .extracting(Audit.Entry::action)
                .containsExactly(
                        "user.deleted",
                        "token.revoked",
                        "token.issued",
                        "user.password-reset",
                        "user.enabled",
                        "user.disabled",
                        "user.roles-changed",
                        "user.made");
    }

    @Test
    void aChangeThatFailsLeavesNoRow() {
        assertThatThrownBy(() -> users.setRoles("nobody", EnumSet.of(Role.VIEWER), "admin"))
                .isInstanceOf(TaktException.NotFound.class);

        assertThat(audit.list(all(50)).items()).isEmpty();
    }

    @Test
    void theAuditTrailIsReadPageByPageAndFiltered() {
        for (int i = 0; i < 5; i++) {
            audit.record(i % 2 == 0 ? "ann" : "bob", HOME, "test.done", "target" + i, null);
        }

        Page<Audit.Entry> first = audit.list(all(2));
        Page<Audit.Entry> second = audit.list(after(first));
        Page<Audit.Entry> third = audit.list(after(second));

        assertThat(List.of(first, second, third))
                .flatExtracting(Page::items)
                .extracting(Audit.Entry::target)
                .containsExactly("target4", "target3", "target2", "target1", "target0");
        assertThat(third.next()).isNull();
        assertThat(audit.list(new Audit.Filter("bob", "test.done", null, null, null, null, 10))
                        .items())
                .extracting(Audit.Entry::target)
                .containsExactly("target3", "target1");
    }

    @Test
    void usersAreListedPageByPage() {
        for (String name : List.of("carl", "ann", "bob")) {
            create(name, Role.VIEWER);
        }

        Page<Account> first = users.list(null, 2);

        assertThat(first.items()).extracting(Account::name).containsExactly("ann", "bob");
        assertThat(users.list(first.next(), 2).items())
                .extracting(Account::name)
                .containsExactly("carl");
    }

    private void create(String name, Role role) {
        users.create(name, PASSWORD, Set.of(role), "admin");
    }

    private void run(String sql) {
        database.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return statement.executeUpdate();
            }
        });
    }

    private static Audit.Filter all(int limit) {
        return new Audit.Filter(null, null, null, null, null, null, limit);
    }

    private static Audit.Filter after(Page<Audit.Entry> page) {
        return new Audit.Filter(null, null, null, null, null, UUID.fromString(page.next()), 2);
    }

    private static Caller accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).caller();
    }

    /** An event that is delivered at once. */
    @SuppressWarnings("unchecked")
    private static <T> Event<T> to(Consumer<T> observer) {
        return (Event<T>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("fire");
                    observer.accept((T) arguments[0]);
                    return null;
                });
    }
}
