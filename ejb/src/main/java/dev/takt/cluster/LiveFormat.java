package dev.takt.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * How values of one type stand in the live picture: a byte that names the version of the form, then JSON. Only the type
 * that is asked for is ever made of it. Nodes of another version may be in the cluster: fields that are not known are
 * passed over, and values of another form are as if they were not there.
 */
final class LiveFormat<T> {
    /** Rises when a field changes its meaning; a new field does not need it. */
    static final byte VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantText())
                    .addDeserializer(Instant.class, new TextInstant()))
            .build();

    private final Class<T> type;

    LiveFormat(Class<T> type) {
        this.type = type;
    }

    byte[] write(T value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(VERSION);
            JSON.writeValue(bytes, value);
            return bytes.toByteArray();
        } catch (IOException defect) {
            throw new UncheckedIOException(type.getSimpleName() + " has no JSON form.", defect);
        }
    }

    /** Empty when it is of another version, or damaged. */
    Optional<T> read(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(bytes, 1, bytes.length - 1, type));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static final class InstantText extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1;

        InstantText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class TextInstant extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        TextInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Instant.parse(json.getText());
        }
    }
}
