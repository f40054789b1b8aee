package dev.takt.record;

/** A client's key was used by somebody else since it was looked for; the transaction is over. */
public final class KeyTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyTakenException(Throwable cause) {
        super("A client's key has just been used for another task.", cause);
    }
}
