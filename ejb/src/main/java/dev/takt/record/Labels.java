package dev.takt.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels as the record keeps them: a JSON object of strings, or null when there are none. */
public final class Labels {
    private static final JsonFactory JSON = new JsonFactory();

    private Labels() {}

    public static Map<String, String> read(String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                labels.put(name, parser.nextTextValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The record has labels that are not a JSON object of strings.", failure);
        }
        return labels;
    }

    public static String write(Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> label : labels.entrySet()) {
                generator.writeStringField(label.getKey(), label.getValue());
            }
            generator.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return text.toString();
    }
}
