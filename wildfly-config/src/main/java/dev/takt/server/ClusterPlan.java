package dev.takt.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several nodes on one host: one provisioned server, a folder, a name and ports for each.
 *
 * @param home the provisioned WildFly
 * @param folder in which each node has a folder: {@code node1}, {@code node2}, …
 * @param nodes how many; 1 to {@value #NODES_MAX}
 * @param portOffset of the first node; each further one has {@value #PORT_STEP} more
 * @param heapMaxMebibytes the largest heap of each
 * @param properties system properties that all have
 */
public record ClusterPlan(
        Path home, Path folder, int nodes, int portOffset, int heapMaxMebibytes, Map<String, String> properties) {
    /** Between the ports of two nodes. */
    public static final int PORT_STEP = 100;

    /** A node takes 0.7 GB of memory and half a minute to start: more do not make sense on one host. */
    public static final int NODES_MAX = 9;

    private static final int JGROUPS_PORT = 7600;

    public ClusterPlan {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new IllegalArgumentException("%d nodes: between 1 and %d can be started on one host; give -Dnodes=N."
                    .formatted(nodes, NODES_MAX));
        }
        properties = Map.copyOf(properties);
    }

    /**
     * How one node is started.
     *
     * @param number 1 to {@link #nodes}
     * @param environment environment variables beside the inherited ones: the database's password, the cluster's secret
     */
    public ServerStart node(int number, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put("jboss.node.name", name(number));
        // Distributed transactions are recovered by this name: it must be each node's own.
        all.put("jboss.tx.node.id", name(number));
        all.put("takt.cluster.hosts", hosts());
        return new ServerStart(
                home, new NodeFolder(folder.resolve(name(number))), offset(number), heapMaxMebibytes, all, environment);
    }

    /** A node's name. */
    public static String name(int number) {
        return "node" + number;
    }

    private String hosts() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(number -> "127.0.0.1[" + (JGROUPS_PORT + offset(number)) + "]")
                .collect(Collectors.joining(","));
    }

    private int offset(int number) {
        return portOffset + (number - 1) * PORT_STEP;
    }
}
