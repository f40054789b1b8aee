package dev.takt.cluster;

/** Brings messages to other nodes. No call blocks; what cannot be sent is dropped and said so. */
public interface Courier {
    /** Sends to one node, by its id; false when it is not known or too much waits for it already. */
    boolean send(String node, Message message);

    /** Sends to all other nodes that are known. */
    void sendToAll(Message message);

    /** Whether a node can be spoken to, as far as is known. */
    boolean reaches(String node);
}
