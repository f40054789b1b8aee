package dev.takt.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code mvn -Prun}: one node in the foreground, until Ctrl-C. Prints one block when it is ready and, apart from that,
 * only errors; the rest is in the log file.
 */
public final class RunNode {
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final String PORT_OFFSET = "port.offset";

    private final ServerStart start;
    private final boolean firstStart;

    private RunNode(Path home, NodeFolder folder) {
        this.start = new ServerStart(
                home,
                folder,
                Integer.parseInt(System.getProperty(PORT_OFFSET, "0")),
                Integer.getInteger("takt.heap.max", ServerStart.HEAP_MAX_MEBIBYTES),
                properties(),
                Map.of());
        this.firstStart = !Files.exists(folder.data());
    }

    /**
     * Runs.
     *
     * @param arguments the provisioned WildFly, the node's folder, then the files to deploy
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path[] deployments = new Path[arguments.length - 2];
        for (int i = 0; i < deployments.length; i++) {
            deployments[i] = Path.of(arguments[i + 2]);
        }
        NodeFolder folder = new NodeFolder(Path.of(arguments[1]));
        RunNode node = new RunNode(Path.of(arguments[0]), folder);
        node.run(deployments);
    }

    /** What every node gets that is started from the build. */
    static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("jboss.node.name", "node1");
        properties.put("takt.log.console", "ERROR");
        // One of the samples asks this very server for its health.
        properties.put("takt.http.allow", "loopback");
        // Everything of Takt's own passes through; port and heap are the launcher's business.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("takt.") && !name.equals("takt.heap.max")
                        || name.startsWith("jboss.bind.address"))
                .sorted()
                .forEach(name -> properties.put(name, System.getProperty(name)));
        return properties;
    }

    private void run(Path... deployments) throws IOException, InterruptedException {
        long startedAt = System.nanoTime();
        start.folder().prepare(start.home(), deployments);
        say("Starting Takt, a few seconds …");
        ServerProcess server = ServerProcess.start(start, ProcessBuilder.Redirect.INHERIT);
        Thread stop = new Thread(() -> stop(server), "takt-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            server.awaitReady(READY_LIMIT);
            say(block((System.nanoTime() - startedAt) / 1_000_000_000.0));
        } catch (IllegalStateException e) {
            server.close();
            throw e;
        }
        int code = server.awaitEnd();
        if (!stop.isAlive()) {
            throw new IllegalStateException("The server ended by itself with code %d. Look at the end of %s."
                    .formatted(code, start.folder().serverLog()));
        }
        stop.join();
    }

    private static void stop(ServerProcess server) {
        say("Stopping Takt …");
        server.close();
        say("Stopped.");
    }

    private String block(double seconds) throws IOException {
        String address = "http://localhost:" + start.httpPort();
        String rule = "─".repeat(78);
        return String.join(
                System.lineSeparator(),
                "",
                rule,
                " Takt is ready (%.1f s).".formatted(seconds),
                "",
                "   Console    " + address + "/",
                "   API        " + address + "/api/v1     described at " + address + "/openapi",
                "   Sign in    " + FirstPassword.line(List.of(start.folder()), firstStart),
                "   Database   "
                        + start.properties()
                                .getOrDefault(
                                        "takt.db.url",
                                        "H2, in " + start.folder().data()),
                "   Log        " + start.folder().serverLog(),
                "   Stop       Ctrl-C",
                rule);
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
