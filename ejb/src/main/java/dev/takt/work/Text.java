package dev.takt.work;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Function;

/** Texts of handlers, made fit for the record. */
final class Text {
    /** What is kept of an error: a message and the frames that matter. */
    static final int ERROR_CHARS_MAX = 8_000;

    private Text() {}

    /** PostgreSQL cannot store the character 0. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** A failure's message, for one that was meant for people; its class when it cannot tell. */
    static String message(Throwable failure) {
        return told(failure, Text::messages);
    }

    /** A failure with its trace, without the worker's own frames; its class when it cannot tell. */
    static String trace(Throwable failure) {
        return told(failure, Text::frames);
    }

    /** Exceptions of handlers run code of handlers when they are asked for their texts, which may fail too. */
    private static String told(Throwable failure, Function<Throwable, String> text) {
        try {
            return text.apply(failure);
        } catch (Throwable unspeakable) {
            return failure.getClass().getName() + " (which could not be written: "
                    + unspeakable.getClass().getName() + ")";
        }
    }

    private static String messages(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 10; depth++) {
            text.append("\nCaused by: ").append(cause);
            cause = cause.getCause();
        }
        return cut(text.toString());
    }

    private static String frames(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        String trace = text.toString().replace("\t", "    ");
        int own = trace.indexOf("    at " + Worker.class.getName() + ".");
        int causes = trace.indexOf("\nCaused by: ");
        if (own > 0) {
            trace = trace.substring(0, own) + (causes > own ? trace.substring(causes + 1) : "");
        }
        return cut(trace.strip());
    }

    private static String cut(String text) {
        String clean = storable(text);
        return clean.length() <= ERROR_CHARS_MAX ? clean : clean.substring(0, ERROR_CHARS_MAX - 1) + "…";
    }
}
