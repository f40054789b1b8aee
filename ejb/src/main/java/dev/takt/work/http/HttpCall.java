package dev.takt.work.http;

import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.intake.DocumentReader;
import dev.takt.work.PayloadFields;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an HTTP task asks for: the fields of its payload.
 *
 * @param method upper case; GET by default
 * @param url http or https, without a user
 * @param headers the request's own
 * @param body null for none
 * @param json whether the body was given as a JSON value rather than as a string
 * @param retryOn the statuses that another try may mend; null for the default
 */
record HttpCall(String method, URI url, Map<String, String> headers, String body, boolean json, Set<Integer> retryOn) {
    private static final int URL_MAX = 4_000;
    private static final int HEADERS_MAX = 50;
    private static final int HEADER_VALUE_MAX = 8_000;
    private static final int STATUSES_MAX = 100;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** Set by the client itself, or a means to make two servers read one message in two ways. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "expect",
            "te",
            "trailer",
            "http2-settings",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection");

    /** Whether a status may be mended by another try. */
    boolean isRetryable(int status) {
        return retryOn != null
                ? retryOn.contains(status)
                : status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** The URL for messages: its query may hold secrets. */
    String title() {
        return method + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    /** Reads a payload; throws {@link TaskFailedException} for good when it is wrong. */
    static HttpCall read(TaskContext task) {
        return PayloadFields.read(task, reader -> {
            Parts parts = new Parts(reader);
            reader.object(parts);
            return parts.call();
        });
    }

    private static final class Parts implements DocumentReader.Fields {
        private final DocumentReader reader;
        private String method = "GET";
        private URI url;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private String body;
        private boolean json;
        private Set<Integer> retryOn;

        Parts(DocumentReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean read(String field) throws IOException {
            switch (field) {
                case "method" -> method(reader.string(field));
                case "url" -> url(reader.string(field));
                case "headers" -> headers(reader.labels(field));
                case "body" -> {
                    json = !reader.isString();
                    body = json ? reader.json(field) : reader.string(field);
                }
                case "retryOn" ->
                    retryOn = new LinkedHashSet<>(
                            reader.arrayOf(field, "statuses", STATUSES_MAX, status -> status.integer("")));
                default -> {
                    return false;
                }
            }
            return true;
        }

        HttpCall call() {
            if (url == null) {
                reader.violation("url", "is missing or wrong; an http or https URL is needed.");
            }
            return new HttpCall(method, url, headers, body, json, retryOn);
        }

        private void method(String name) {
            if (name != null) {
                method = name.toUpperCase(Locale.ROOT);
                if (!METHODS.contains(method)) {
                    reader.violation(
                            "method",
                            "'" + name + "' is not one of "
                                    + METHODS.stream().sorted().toList() + ".");
                }
            }
        }

        private void url(String text) {
            if (text == null) {
                return;
            }
            if (text.length() > URL_MAX) {
                reader.violation("url", "has " + text.length() + " characters; up to " + URL_MAX + " are allowed.");
                return;
            }
            try {
                URI uri = new URI(text);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
                    reader.violation("url", "has no host, or another scheme than http and https.");
                } else if (uri.getRawUserInfo() != null) {
                    reader.violation("url", "has a user in it; send an Authorization header instead.");
                } else {
                    url = uri;
                }
            } catch (URISyntaxException e) {
                reader.violation("url", "is no URL: " + e.getReason() + " at position " + e.getIndex() + ".");
            }
        }

        private void headers(Map<String, String> given) {
            if (given == null) {
                return;
            }
            if (given.size() > HEADERS_MAX) {
                reader.violation("headers", "has " + given.size() + " headers; up to " + HEADERS_MAX + " are allowed.");
                return;
            }
            given.forEach((name, value) -> {
                if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
                        || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    reader.violation("headers." + name, "is no header that a task may set.");
                } else if (value.length() > HEADER_VALUE_MAX || !value.matches("[\\t\\x20-\\x7E\\x80-\\xFF]*")) {
                    reader.violation(
                            "headers." + name,
                            "has more than " + HEADER_VALUE_MAX + " characters, or one that headers cannot have.");
                } else {
                    headers.put(name, value);
                }
            });
        }
    }
}
