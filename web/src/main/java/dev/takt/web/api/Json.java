package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Writes JSON field by field: what the API says is written down here, not derived from the classes behind it. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_BYTES = 512;

    private Json() {}

    /** What writes a document. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** The document, UTF-8. */
    static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail to be written.", e);
        }
        return bytes.toByteArray();
    }

    /** A field, unless the value is null. */
    static void text(JsonGenerator json, String field, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }

    /** A field, unless the value is null. */
    static void number(JsonGenerator json, String field, Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value);
        }
    }

    /** A field in ISO 8601, such as {@code 2026-11-21T04:30:00.123456Z}, unless the value is null. */
    static void instant(JsonGenerator json, String field, Instant value) throws IOException {
        text(json, field, value);
    }

    /** A field in ISO 8601, such as {@code PT30S}, unless the value is null. */
    static void duration(JsonGenerator json, String field, Duration value) throws IOException {
        text(json, field, value);
    }

    /** A field whose value is JSON text already, unless it is null. */
    static void raw(JsonGenerator json, String field, String value) throws IOException {
        if (value != null) {
            json.writeFieldName(field);
            json.writeRawValue(value);
        }
    }

    /** A field with an object of texts; an empty one is left out. */
    static void texts(JsonGenerator json, String field, Map<String, String> values) throws IOException {
        if (values != null && !values.isEmpty()) {
            json.writeObjectFieldStart(field);
            for (Map.Entry<String, String> entry : values.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
    }
}
