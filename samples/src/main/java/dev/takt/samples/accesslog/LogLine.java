package dev.takt.samples.accesslog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request, as the server logged it: Apache's combined format, then the time taken in milliseconds.
 *
 * @param path without its query, its session id and its own numbers and ids (each becomes <code>{id}</code>)
 * @param refererPath the path of the page that the visitor came from, written in the same way; empty when none
 */
record LogLine(
        String client,
        Instant at,
        String method,
        String path,
        int status,
        String refererPath,
        String agent,
        long millis) {
    /** A longer line is not a browser's: servers refuse such requests. Also keeps the pattern's work small. */
    static final int LENGTH_MAX = 8_192;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);

    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*+)\"";

    private static final Pattern COMBINED =
            Pattern.compile("(\\S++) \\S++ .*?\\[([^\\]]++)\\] \"(\\S++) (\\S++)[^\"]*+\" (\\d{3}) (?:\\d++|-) "
                    + QUOTED + " " + QUOTED + " (\\d{1,12})\\s*");

    private static final Pattern ID =
            Pattern.compile("/(?:\\d++|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?=/|$)");

    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*+://[^/?#]++(.*+)");

    private static final Pattern STATIC = Pattern.compile(
            "(?i).*\\.(?:css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|eot|txt|xml)|.*/jakarta\\.faces\\.resource/.*");

    private static final Pattern BOT = Pattern.compile(
            "(?i).*(?:bot\\b|bot/|crawl|spider|slurp|curl/|wget/|python|libwww|java/|okhttp|go-http|monitor|probe).*");

    /** Reads a line; empty when it is not in the format. */
    static Optional<LogLine> read(String line) {
        if (line.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher parts = COMBINED.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogLine(
                    parts.group(1),
                    OffsetDateTime.parse(parts.group(2), TIME).toInstant(),
                    parts.group(3),
                    clean(parts.group(4)),
                    Integer.parseInt(parts.group(5)),
                    refererPath(parts.group(6)),
                    parts.group(7),
                    Long.parseLong(parts.group(8))));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static String refererPath(String referer) {
        Matcher address = ADDRESS.matcher(referer);
        if (!address.matches()) {
            return "";
        }
        return address.group(1).isEmpty() ? "/" : clean(address.group(1));
    }

    private static String clean(String target) {
        int end = target.length();
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            if (c == '?' || c == '#' || c == ';') {
                end = i;
            }
        }
        return ID.matcher(target.substring(0, end)).replaceAll("/{id}");
    }

    /** Whether a program asked that says so itself: a robot, a probe, a command line tool. */
    boolean isBot() {
        return agent.isEmpty() || agent.equals("-") || BOT.matcher(agent).matches();
    }

    /** Whether it is a part of a page: an image, a script, a style. */
    boolean isStatic() {
        return STATIC.matcher(path).matches();
    }

    /** Whether somebody looked at a page: a GET that succeeded, not of the API. */
    boolean isPageView() {
        return method.equals("GET") && (status == 200 || status == 304) && !path.startsWith("/api/") && !isStatic();
    }
}
