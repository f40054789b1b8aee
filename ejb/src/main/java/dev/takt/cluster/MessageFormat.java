package dev.takt.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.takt.core.Micros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How messages look between nodes. A frame carries many:
 *
 * <pre>
 *   version (1 byte) | sender: a UUID (16 bytes) | { length (4 bytes) | kind (1 byte) | JSON (length bytes) } ...
 * </pre>
 *
 * Nodes of neighbouring versions understand each other: a field that is not known is ignored, one that is missing is null
 * or 0, and a message of an unknown kind is skipped. A change that cannot be had in this way gets a new version byte, and
 * a node that reads a frame of an unknown version drops it; then nodes go on through the record alone. Nothing is ever
 * deserialised by Java's own means, and no class name travels.
 */
final class MessageFormat {
    /** The version that is written. */
    static final byte VERSION = 1;

    /** Version and sender. */
    static final int HEADER_BYTES = 17;

    /** Kinds by number: numbers are never used again for something else. */
    private static final Map<Integer, Class<? extends Message>> KINDS = Map.ofEntries(
            Map.entry(1, Message.Here.class),
            Map.entry(2, Message.Reigns.class),
            Map.entry(3, Message.HandedOver.class),
            Map.entry(4, Message.Start.class),
            Map.entry(5, Message.Stop.class),
            Map.entry(6, Message.Settled.class),
            Map.entry(7, Message.TakeStock.class),
            Map.entry(8, Message.Stock.class),
            Map.entry(9, Message.Report.class),
            Map.entry(10, Message.Submit.class),
            Map.entry(11, Message.Cancel.class),
            Map.entry(12, Message.Hasten.class),
            Map.entry(13, Message.Done.class),
            Map.entry(14, Message.Refused.class),
            Map.entry(15, Message.Changed.class));

    private static final Map<Class<? extends Message>, Integer> NUMBERS =
            KINDS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantWriter())
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private MessageFormat() {}

    /** A frame that was read. */
    record Frame(String sender, List<Message> messages) {}

    /** One message, ready to be put into a frame. */
    static byte[] write(Message message) {
        try {
            byte[] json = JSON.writeValueAsBytes(message);
            return ByteBuffer.allocate(5 + json.length)
                    .putInt(json.length)
                    .put(NUMBERS.get(message.getClass()).byteValue())
                    .put(json)
                    .array();
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("A message cannot be written: " + defect.getOriginalMessage(), defect);
        }
    }

    /** A frame of messages that were {@linkplain #write written} before. */
    static byte[] frame(byte[] sender, Collection<byte[]> messages) {
        int size = HEADER_BYTES;
        for (byte[] message : messages) {
            size += message.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(size).put(VERSION).put(sender);
        messages.forEach(frame::put);
        return frame.array();
    }

    /**
     * Reads a frame; null when its version is not known.
     *
     * @param unreadable is told of what is skipped
     */
    static Frame read(byte[] bytes, int offset, int length, Consumer<String> unreadable) {
        ByteBuffer frame = ByteBuffer.wrap(bytes, offset, length);
        if (length < HEADER_BYTES || frame.get() != VERSION) {
            unreadable.accept("a frame of version " + (length > 0 ? bytes[offset] : -1));
            return null;
        }
        String sender = new java.util.UUID(frame.getLong(), frame.getLong()).toString();
        List<Message> messages = new ArrayList<>();
        while (frame.remaining() >= 5) {
            int size = frame.getInt();
            int kind = frame.get();
            if (size < 0 || size > frame.remaining()) {
                unreadable.accept("a frame that is cut off");
                break;
            }
            Class<? extends Message> type = KINDS.get(kind);
            if (type == null) {
                unreadable.accept("a message of kind " + kind);
            } else {
                try {
                    messages.add(JSON.readValue(bytes, frame.arrayOffset() + frame.position(), size, type));
                } catch (IOException broken) {
                    unreadable.accept("a broken " + type.getSimpleName() + ": " + broken.getMessage());
                }
            }
            frame.position(frame.position() + size);
        }
        return new Frame(sender, messages);
    }

    /** A node's id as the header has it. */
    static byte[] sender(String id) {
        java.util.UUID uuid = java.util.UUID.fromString(id);
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(Micros.of(value));
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Micros.instant(json.getLongValue());
        }
    }
}
