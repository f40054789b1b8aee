package dev.takt.access;

import java.security.GeneralSecurityException;
import java.util.Base64;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.spec.EncryptablePasswordSpec;
import org.wildfly.security.password.spec.IteratedPasswordAlgorithmSpec;
import org.wildfly.security.password.spec.IteratedSaltedPasswordAlgorithmSpec;

/**
 * A bcrypt hash in the three columns that the {@code bcrypt-mapper} of Elytron's JDBC realm reads, so that HTTP, EJB
 * and JMS verify one and the same record.
 *
 * @param hash the hash, base64
 * @param salt 16 random bytes, base64
 * @param iterations the binary logarithm of the number of rounds
 */
record PasswordHash(String hash, String salt, int iterations) {
    /** The cost of one verification: about 0.1 s of one core in 2026, which makes guessing slow and a login not. */
    static final int COST_LOG2 = 10;

    /**
     * What an unknown user's password is compared with, so that the answer takes as long as for a known one. Nothing
     * hashes to it in practice: its hash is not derived from its salt.
     */
    static final PasswordHash OF_NOBODY = new PasswordHash(
            Base64.getEncoder().encodeToString(new byte[23]),
            Base64.getEncoder().encodeToString(new byte[16]),
            COST_LOG2);

    private static final WildFlyElytronPasswordProvider PROVIDER = WildFlyElytronPasswordProvider.getInstance();

    /** Hashes a password with a salt of its own. */
    static PasswordHash of(String password) {
        try {
            PasswordFactory factory = factory();
            BCryptPassword made = (BCryptPassword) factory.generatePassword(
                    new EncryptablePasswordSpec(password.toCharArray(), new IteratedPasswordAlgorithmSpec(COST_LOG2)));
            Base64.Encoder base64 = Base64.getEncoder();
            return new PasswordHash(
                    base64.encodeToString(made.getHash()), base64.encodeToString(made.getSalt()), COST_LOG2);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The server's Elytron cannot hash with bcrypt.", e);
        }
    }

    /** Whether this is the hash of the password. Takes the full cost in either case. */
    boolean matches(String password) {
        try {
            PasswordFactory factory = factory();
            Base64.Decoder base64 = Base64.getDecoder();
            BCryptPassword offered = (BCryptPassword) factory.generatePassword(new EncryptablePasswordSpec(
                    password.toCharArray(), new IteratedSaltedPasswordAlgorithmSpec(iterations, base64.decode(salt))));
            return java.security.MessageDigest.isEqual(offered.getHash(), base64.decode(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The server's Elytron cannot verify with bcrypt.", e);
        }
    }

    private static PasswordFactory factory() throws GeneralSecurityException {
        return PasswordFactory.getInstance(BCryptPassword.ALGORITHM_BCRYPT, PROVIDER);
    }

    /** Hides the hash from logs. */
    @Override
    public String toString() {
        return Password.class.getSimpleName() + "[bcrypt]";
    }
}
