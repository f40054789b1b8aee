package dev.takt.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one server is to be started.
 *
 * @param home the provisioned WildFly
 * @param folder the node's folder
 * @param portOffset added to every port; 0 to 50,000
 * @param heapMaxMebibytes the largest heap
 * @param properties system properties, such as {@code takt.db.url}
 * @param environment environment variables beside the inherited ones, such as {@code TAKT_DB_PASSWORD}
 * @param within a command that runs the server's, such as {@code ip netns exec name}; empty for none
 */
public record ServerStart(
        Path home,
        NodeFolder folder,
        int portOffset,
        int heapMaxMebibytes,
        Map<String, String> properties,
        Map<String, String> environment,
        List<String> within) {

    /** Enough for a million waiting tasks, of which the owner holds only a window. */
    public static final int HEAP_MAX_MEBIBYTES = 512;

    private static final int PORT_OFFSET_MAX = 50_000;
    private static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 9990;

    public ServerStart {
        home = home.toAbsolutePath().normalize();
        if (portOffset < 0 || portOffset > PORT_OFFSET_MAX) {
            throw new IllegalArgumentException("Port offset %d: it must be between 0 and %d; give -Dport.offset=N."
                    .formatted(portOffset, PORT_OFFSET_MAX));
        }
        properties = withDatabaseKind(properties);
        refuseClusterOnH2(properties);
        properties = withoutSearch(properties);
        environment = Map.copyOf(environment);
        within = List.copyOf(within);
    }

    /** A server that is run by nothing else. */
    public ServerStart(
            Path home,
            NodeFolder folder,
            int portOffset,
            int heapMaxMebibytes,
            Map<String, String> properties,
            Map<String, String> environment) {
        this(home, folder, portOffset, heapMaxMebibytes, properties, environment, List.of());
    }

    /** The port of the console and the API. */
    public int httpPort() {
        return HTTP_PORT + portOffset;
    }

    /** The port of health and management. */
    public int managementPort() {
        return MANAGEMENT_PORT + portOffset;
    }

    /** Where health and management listen. */
    String managementAddress() {
        return properties.getOrDefault("jboss.bind.address.management", "127.0.0.1");
    }

    /** The node's name. */
    public String name() {
        return properties.getOrDefault("jboss.node.name", "node");
    }

    /** A node that is known to be alone need not look for others while it boots. */
    private static Map<String, String> withoutSearch(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(given);
        String hosts = all.get("takt.cluster.hosts");
        if (isOnH2(all) || (hosts != null && !hosts.contains(","))) {
            all.putIfAbsent("takt.cluster.join.millis", "1");
        }
        return java.util.Collections.unmodifiableMap(all);
    }

    private static boolean isOnH2(Map<String, String> properties) {
        return !"postgresql".equals(properties.get("takt.db.kind"));
    }

    /** Each node would have a file of its own, and decide for itself. */
    private static void refuseClusterOnH2(Map<String, String> properties) {
        String hosts = properties.getOrDefault("takt.cluster.hosts", "");
        if (isOnH2(properties) && hosts.contains(",")) {
            throw new IllegalArgumentException(
                    "takt.cluster.hosts names several nodes (%s), but H2 serves one node only. Use PostgreSQL: -Dtakt.db.url=jdbc:postgresql://…, see 'Several nodes' in the README."
                            .formatted(hosts));
        }
    }

    /** Which JDBC driver a URL needs is known from the URL; nobody should have to say it twice. */
    private static Map<String, String> withDatabaseKind(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(given);
        String url = all.get("takt.db.url");
        if (url != null && !all.containsKey("takt.db.kind")) {
            if (url.startsWith("jdbc:postgresql:")) {
                all.put("takt.db.kind", "postgresql");
            } else if (url.startsWith("jdbc:h2:")) {
                all.put("takt.db.kind", "h2");
            } else {
                throw new IllegalArgumentException(
                        "Database '%s': Takt runs on jdbc:postgresql:… or jdbc:h2:…; correct -Dtakt.db.url."
                                .formatted(url));
            }
        }
        return java.util.Collections.unmodifiableMap(all);
    }

    List<String> command() {
        List<String> command = new ArrayList<>(within);
        command.add(Jvm.java());
        command.addAll(Jvm.options(heapMaxMebibytes));
        command.add("-Dorg.jboss.boot.log.file=" + folder.serverLog());
        command.add("-Dlogging.configuration=file:" + folder.configuration().resolve("logging.properties"));
        command.add("-Djboss.home.dir=" + home);
        command.add("-Djboss.server.base.dir=" + folder.path());
        command.add("-Djboss.socket.binding.port-offset=" + portOffset);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-jar");
        command.add(home.resolve("jboss-modules.jar").toString());
        command.add("-mp");
        command.add(home.resolve("modules").toString());
        command.add("org.jboss.as.standalone");
        command.add("-c");
        command.add(Provision.CONFIGURATION);
        return command;
    }
}
