package dev.takt.bench.load;

import dev.takt.bench.workload.Entrance;
import java.net.URI;

/** The loaders by name. */
public final class Loads {
    /** What one request to the batch takes, of the 1,000 that it may. */
    private static final int BATCH = 500;

    /** As many as keep the owner's next batch full while it writes one. */
    private static final int BATCH_CONNECTIONS = 4;

    private static final int SINGLE_CONNECTIONS = 64;

    private Loads() {}

    /**
     * A loader.
     *
     * @param name {@code rest}, {@code rest-single} or {@code jms}
     * @param address where the server listens, {@code http://127.0.0.1:8080}
     * @param user who submits by JMS
     * @param secret their password, or the API's token
     */
    public static Entrance of(String name, String address, String user, String secret) {
        URI server = URI.create(address);
        return switch (name) {
            case "rest" -> new RestLoad(server, secret, BATCH_CONNECTIONS, BATCH);
            case "rest-single" -> new RestLoad(server, secret, SINGLE_CONNECTIONS, 1);
            case "jms" -> new JmsLoad(server, user, secret);
            default -> throw new IllegalArgumentException("No contestant is called " + name);
        };
    }
}
