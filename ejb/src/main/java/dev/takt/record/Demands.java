package dev.takt.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.takt.core.task.Demand;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Demands as the record keeps them: a JSON object with the parts that are asked for, or null when nothing is. Unknown
 * parts are passed over, so that a node of the previous version can read what a newer one wrote.
 */
public final class Demands {
    private static final JsonFactory JSON = new JsonFactory();

    private Demands() {}

    public static Demand read(String json) {
        if (json == null) {
            return Demand.NONE;
        }
        Parts parts = new Parts();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                parts.read(field, parser);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The record has a demand that is no JSON object.", failure);
        }
        return parts.demand();
    }

    /** Null when nothing is asked, which is the usual case and costs nothing. */
    public static String write(Demand demand) {
        if (demand == Demand.NONE || demand.asksNothing()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            number(json, "expectedMicros", demand.expectedMicros());
            number(json, "deadlineMicros", demand.deadlineMicros());
            number(json, "cpuMillis", demand.cpuMillis());
            number(json, "memoryMb", demand.memoryMb());
            text(json, "affinityKey", demand.affinityKey());
            text(json, "group", demand.group());
            labels(json, "nodeLabels", demand.nodeLabels());
            labels(json, "preferLabels", demand.preferLabels());
            json.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return text.toString();
    }

    private static void number(JsonGenerator json, String field, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(field, value);
        }
    }

    private static void text(JsonGenerator json, String field, String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    private static void labels(JsonGenerator json, String field, Map<String, String> labels) throws IOException {
        if (!labels.isEmpty()) {
            json.writeObjectFieldStart(field);
            for (Map.Entry<String, String> label : labels.entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        }
    }

    private static final class Parts {
        private long expectedMicros;
        private long deadlineMicros;
        private int cpuMillis;
        private int memoryMb;
        private String affinityKey;
        private String group;
        private final Map<String, String> nodeLabels = new TreeMap<>();
        private final Map<String, String> preferLabels = new TreeMap<>();

        void read(String field, JsonParser value) throws IOException {
            switch (field) {
                case "expectedMicros" -> expectedMicros = value.getLongValue();
                case "deadlineMicros" -> deadlineMicros = value.getLongValue();
                case "cpuMillis" -> cpuMillis = value.getIntValue();
                case "memoryMb" -> memoryMb = value.getIntValue();
                case "affinityKey" -> affinityKey = value.getText();
                case "group" -> group = value.getText();
                case "nodeLabels" -> labels(value, nodeLabels);
                case "preferLabels" -> labels(value, preferLabels);
                default -> value.skipChildren();
            }
        }

        private static void labels(JsonParser parser, Map<String, String> into) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                into.put(name, parser.nextTextValue());
            }
        }

        Demand demand() {
            return new Demand(
                    expectedMicros, deadlineMicros, cpuMillis, memoryMb, affinityKey, group, nodeLabels, preferLabels);
        }
    }
}
