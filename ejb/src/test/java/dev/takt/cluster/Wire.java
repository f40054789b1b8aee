package dev.takt.cluster;

import java.util.List;

/** What a message is after its way over the wire: written and read as between real nodes. */
public final class Wire {
    private Wire() {}

    /** The message as its receiver reads it; {@code sender} is a node's id. */
    public static Message carried(String sender, Message message) {
        byte[] bytes = MessageFormat.frame(MessageFormat.sender(sender), List.of(MessageFormat.write(message)));
        MessageFormat.Frame frame = MessageFormat.read(bytes, 0, bytes.length, what -> {
            throw new IllegalStateException("A message was not understood: " + what);
        });
        return frame.messages().get(0);
    }
}
