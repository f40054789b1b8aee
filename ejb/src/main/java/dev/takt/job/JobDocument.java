package dev.takt.job;

/** Reads and writes the JSON form of job definitions, strictly. */
public final class JobDocument {
    private JobDocument() {}

    /** Reads a definition; throws {@link dev.takt.api.TaktException.Invalid} with all violations. */
    public static JobDefinition read(byte[] json) {
        throw new UnsupportedOperationException();
    }

    /** Writes a definition; what is null is left out. */
    public static String write(JobDefinition definition) {
        throw new UnsupportedOperationException();
    }
}
