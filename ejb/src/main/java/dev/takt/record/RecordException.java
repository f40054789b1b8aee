package dev.takt.record;

/** The database refused a statement: a defect of Takt or of the schema, not of the request. */
public final class RecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
