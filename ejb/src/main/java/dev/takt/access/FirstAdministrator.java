package dev.takt.access;

import dev.takt.api.TaktException;
import dev.takt.record.Database;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.EnumSet;
import org.jboss.logging.Logger;

/**
 * Makes the user {@code admin} when there is no user at all. The environment's {@code TAKT_ADMIN_PASSWORD} is the
 * password, if it is set; else a random one-time password is made, logged once and written to a file that goes when the
 * password has been changed. There is no password that every installation shares.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstAdministrator {
    static final String NAME = "admin";

    /** Who is named as the actor of what Takt does by itself. */
    static final String ACTOR = "takt";

    private static final String ENVIRONMENT = "TAKT_ADMIN_PASSWORD";
    private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);

    /** Letters and digits that nobody confuses. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;

    @Inject
    private Database database;

    @Inject
    private Users users;

    @Inject
    private OneTimePasswordFile file;

    @PostConstruct
    void make() {
        if (!database.query(UserRows::isEmpty)) {
            file.removeIfUsed();
            return;
        }
        String given = System.getenv(ENVIRONMENT);
        try {
            if (given == null || given.isEmpty()) {
                makeWithOneTimePassword();
            } else {
                users.create(NAME, given, EnumSet.of(Role.ADMINISTRATOR), false, ACTOR);
                LOG.infof("The first administrator is '%s', with the password from %s.", NAME, ENVIRONMENT);
            }
        } catch (TaktException.Conflict otherNode) {
            LOG.infof("Another node has made the first administrator '%s'.", NAME);
        } catch (TaktException.Invalid weak) {
            throw new IllegalStateException(
                    "The environment variable " + ENVIRONMENT + " cannot be the first administrator's password, so "
                            + "Takt does not start. " + weak.getMessage() + " Or leave it unset for a random one.",
                    weak);
        }
    }

    private void makeWithOneTimePassword() {
        String password = random();
        users.create(NAME, password, EnumSet.of(Role.ADMINISTRATOR), true, ACTOR);
        file.write(NAME, password);
        LOG.warnf(
                "The first administrator is '%s' with the one-time password %s (also in %s). Sign in to the console, or"
                        + " call PUT /api/v1/me/password, to set your own; it opens nothing else. It is not shown again.",
                NAME, password, file.path());
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
