package dev.takt.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.takt.api.Retry;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a JSON document of fixed shape in one pass, strictly. A value of the wrong type is a violation that names its
 * field, and reading goes on; text that is not JSON, or repeats a field, ends it. JSON {@code null} is the same as
 * leaving the field out. The text is UTF-8.
 */
public final class DocumentReader {
    /** How deep a document may nest: deeper ones are attacks on recursive readers further on, not data. */
    static final int DEPTH_MAX = 100;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final byte[] text;
    private final JsonParser parser;
    private final List<Violation> violations = new ArrayList<>(0);
    /** What stands before a field's name in its path: {@code [3].}, {@code retry.}; made when it is needed. */
    private int index = -1;

    private String parent = "";

    private DocumentReader(byte[] text) throws IOException {
        this.text = text;
        this.parser = JSON.createParser(text);
    }

    /** Reads the value of one field of an object. */
    @FunctionalInterface
    public interface Fields {
        /**
         * Takes the value that the reader stands on.
         *
         * @return false when there is no such field; the reader then skips the value and notes a violation
         */
        boolean read(String field) throws IOException;
    }

    /** A shape: reads a document from a reader that stands on its first token. */
    @FunctionalInterface
    public interface Shape<T> {
        T read(DocumentReader reader) throws IOException;
    }

    /**
     * Reads a document.
     *
     * @throws TaktException.Invalid with all violations
     */
    public static <T> T read(byte[] text, Shape<T> shape) {
        try {
            DocumentReader reader = new DocumentReader(text);
            T value = reader.readAll(shape);
            if (!reader.violations.isEmpty()) {
                throw new TaktException.Invalid(reader.violations);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed; this cannot happen.", e);
        }
    }

    /** Says what keeps a text from being JSON; null when nothing does. */
    public static String flaw(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return "is empty; JSON text is needed, null for none.";
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : "has something after its end; one JSON value is allowed.";
        } catch (JsonProcessingException e) {
            return syntax(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed; this cannot happen.", e);
        }
    }

    private <T> T readAll(Shape<T> shape) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw new TaktException.Invalid("", "The document is empty; send JSON.");
            }
            T value = shape.read(this);
            if (parser.nextToken() != null) {
                throw new TaktException.Invalid("", "There is something after the end of the JSON document.");
            }
            return value;
        } catch (JsonProcessingException e) {
            // What is missing at the end is no fault of the field that was read last.
            String field = e instanceof JsonEOFException ? "" : path(where());
            violations.add(new Violation(field, syntax(e)));
            throw new TaktException.Invalid(violations);
        }
    }

    private static String syntax(JsonProcessingException e) {
        String message = e.getOriginalMessage()
                .replace("\n", " ")
                .replaceAll("\\[Source: [^;]*; (line: \\d+, column: \\d+)]", "$1")
                .replaceAll(",? ?\\(?from `[^`]*`\\)?", "");
        JsonLocation place = e.getLocation();
        String at = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
        return "is not accepted as JSON" + at + ": " + (message.endsWith(".") ? message : message + ".");
    }

    private String where() {
        String field = parser.getParsingContext().getCurrentName();
        return field == null ? "" : field;
    }

    private String path(String field) {
        String owner = index < 0 ? parent : "[" + index + "]." + parent;
        String path = owner + field;
        return path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
    }

    /** Notes a violation of a field of the present object. */
    public void violation(String field, String rule) {
        violations.add(new Violation(path(field), rule));
    }

    /** Reads an array of 1 to {@code max} values; inside, paths begin with {@code [index].}. */
    public <T> List<T> array(String what, int max, Shape<T> element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new TaktException.Invalid(path(""), "is " + found() + "; an array of " + what + " is needed.");
        }
        List<T> elements = new ArrayList<>();
        String outerParent = parent;
        int outerIndex = index;
        parent = outerParent.isEmpty() ? "" : outerParent.substring(0, outerParent.length() - 1);
        String base = parent;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == max) {
                throw new TaktException.Invalid(base, "There are more than " + max + " " + what + "; send fewer.");
            }
            if (base.isEmpty()) {
                index = elements.size();
            } else {
                parent = base + "[" + elements.size() + "].";
            }
            elements.add(element.read(this));
        }
        parent = outerParent;
        index = outerIndex;
        return elements;
    }

    /** Reads an array that is the value of a field; empty when it is null or no array, which is a violation. */
    public <T> List<T> arrayOf(String field, String what, int max, Shape<T> element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrong(field, "an array of " + what);
            return List.of();
        }
        String outer = parent;
        parent = outer + field + ".";
        List<T> elements = array(what, max, element);
        parent = outer;
        return elements;
    }

    /** Reads an object, field by field. */
    public void object(Fields fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            violations.add(new Violation(path(""), "is " + found() + "; an object is needed."));
            parser.skipChildren();
            return;
        }
        String field;
        while ((field = parser.nextFieldName()) != null) {
            parser.nextToken();
            if (!fields.read(field)) {
                violation(field, "There is no such field here.");
                parser.skipChildren();
            }
        }
    }

    /** Reads an object that is the value of a field; returns false when the value is null or no object. */
    public boolean objectOf(String field, Fields fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrong(field, "an object");
            return false;
        }
        String outer = parent;
        parent = outer + field + ".";
        object(fields);
        parent = outer;
        return true;
    }

    /** Whether the value is a string. */
    public boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    /** A string; null when it is null, or none. */
    public String string(String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        wrong(field, "a string");
        return null;
    }

    /** A whole number that fits 32 bits; null when it is null, or none. */
    public Integer integer(String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT) {
            return parser.getIntValue();
        }
        wrong(field, "a whole number");
        return null;
    }

    /** A number; null when it is null, or none. */
    public Double decimal(String field) throws IOException {
        if (parser.currentToken().isNumeric()) {
            return parser.getDoubleValue();
        }
        wrong(field, "a number");
        return null;
    }

    /** True or false; null when it is null, or neither. */
    public Boolean bool(String field) throws IOException {
        if (parser.currentToken().isBoolean()) {
            return parser.getBooleanValue();
        }
        wrong(field, "true or false");
        return null;
    }

    /** An ISO 8601 duration such as {@code PT1.5S} or {@code P1DT2H}; null when it is null, or none. */
    public Duration duration(String field) throws IOException {
        String value = string(field);
        if (value == null) {
            return null;
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeException | ArithmeticException e) {
            violation(field, quote(value) + " is no ISO 8601 duration; write for example PT5S, PT1H30M or P1D.");
            return null;
        }
    }

    /** An ISO 8601 instant with {@code Z} or an offset; null when it is null, or none. */
    public Instant instant(String field) throws IOException {
        String value = string(field);
        if (value == null) {
            return null;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            violation(
                    field,
                    quote(value) + " is no ISO 8601 time with a zone offset; write for example 2026-11-21T08:00:00Z.");
            return null;
        }
    }

    /** An object of strings; null when it is null, or none. */
    public Map<String, String> labels(String field) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        boolean read = objectOf(field, name -> {
            String value = string(name);
            if (value != null) {
                labels.put(name, value);
            } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
                violation(name, "is null; a label's value is a string.");
            }
            return true;
        });
        return read ? labels : null;
    }

    /** A retry policy, completed from {@link Retry#NONE}; null when it is null, or none. */
    public Retry retry(String field) throws IOException {
        RetryParts parts = new RetryParts();
        boolean read = objectOf(field, name -> {
            switch (name) {
                case "attempts" -> parts.attempts = integer(name);
                case "backoff" -> parts.backoff = duration(name);
                case "factor" -> parts.factor = decimal(name);
                case "backoffMax" -> parts.backoffMax = duration(name);
                default -> {
                    return false;
                }
            }
            return true;
        });
        return read ? parts.retry() : null;
    }

    /** Any JSON value as text without white space; null when it is null. */
    public String json(String field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (token.isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return CompactJson.text(text, start, (int) parser.currentLocation().getByteOffset());
    }

    private void wrong(String field, String needed) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            violation(field, "is " + found() + "; " + needed + " is needed.");
            parser.skipChildren();
        }
    }

    private String found() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> parser.getText();
        };
    }

    /** A caller's value in a message: cut, because it may be long. */
    static String quote(String value) {
        return "'" + (value.length() <= QUOTED_MAX ? value : value.substring(0, QUOTED_MAX) + "…") + "'";
    }

    private static final int QUOTED_MAX = 60;

    private static final class RetryParts {
        private Integer attempts;
        private Duration backoff;
        private Double factor;
        private Duration backoffMax;

        Retry retry() {
            Duration first = backoff != null ? backoff : Retry.NONE.backoff();
            Duration longest = backoffMax != null ? backoffMax : Retry.NONE.backoffMax();
            return new Retry(
                    attempts != null ? attempts : Retry.NONE.attempts(),
                    first,
                    factor != null ? factor : Retry.NONE.factor(),
                    backoffMax == null && first.compareTo(longest) > 0 ? first : longest);
        }
    }
}
