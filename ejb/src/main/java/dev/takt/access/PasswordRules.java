package dev.takt.access;

import dev.takt.api.TaktException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Which passwords are taken: length and rarity count (NIST SP 800-63B), a mixture of character classes does not. */
final class PasswordRules {
    static final int LENGTH_MIN = 8;
    /** bcrypt reads no more. */
    static final int BYTES_MAX = 72;

    private static final int DIFFERENT_MIN = 4;

    /** The head of every published list of leaked passwords, as far as the other rules let them pass. */
    private static final Set<String> COMMON = Set.of(
            "password",
            "password1",
            "password123",
            "passw0rd",
            "12345678",
            "123456789",
            "1234567890",
            "qwertyuiop",
            "qwerty123",
            "1q2w3e4r",
            "administrator",
            "admin123",
            "admin1234",
            "changeme",
            "changeit",
            "letmein1",
            "iloveyou",
            "sunshine",
            "football",
            "superman",
            "welcome1",
            "trustno1");

    private PasswordRules() {}

    /**
     * Refuses a password that is too easy to guess.
     *
     * @param field what to name in the violation
     * @throws TaktException.Invalid with the rule that is broken
     */
    static void check(String user, String password, String field) {
        String rule = brokenRule(user, password);
        if (rule != null) {
            throw new TaktException.Invalid(field, rule);
        }
    }

    private static String brokenRule(String user, String password) {
        if (password == null || password.codePointCount(0, password.length()) < LENGTH_MIN) {
            return "A password has at least " + LENGTH_MIN + " characters; choose a longer one.";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return "A password has at most " + BYTES_MAX + " bytes in UTF-8; choose a shorter one.";
        }
        if (password.codePoints().anyMatch(Character::isISOControl)) {
            return "A password has no control characters; leave them out.";
        }
        if (password.codePoints().distinct().count() < DIFFERENT_MIN) {
            return "A password has at least " + DIFFERENT_MIN + " different characters; choose another one.";
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (COMMON.contains(lower)
                || lower.contains(user.toLowerCase(Locale.ROOT)) && lower.length() < user.length() + 4) {
            return "This password is one of the first that anybody would guess; choose another one.";
        }
        return null;
    }
}
