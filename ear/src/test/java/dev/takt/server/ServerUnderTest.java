package dev.takt.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A real server of the test's own, which it may kill and start again on the same data. */
public final class ServerUnderTest implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    /** Next to the managed server's ports, which run at the same time. */
    private static final int OFFSET_FROM_MANAGED = 50;

    private final ServerStart start;
    private ServerProcess process;

    private ServerUnderTest(ServerStart start) {
        this.start = start;
    }

    /**
     * A server with Takt and these deployments, not yet started, with an empty folder.
     *
     * @param name the folder's name
     * @param properties system properties beside those that every test server has
     * @param environment environment variables, such as the database's password
     * @param deployments what is deployed beside Takt
     */
    public static ServerUnderTest named(
            String name, Map<String, String> properties, Map<String, String> environment, List<Path> deployments)
            throws IOException {
        NodeFolder folder = new NodeFolder(Path.of(System.getProperty("test.folder"), name));
        Provision.delete(folder.path());
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put("jboss.node.name", name);
        all.put("takt.log.console", "ERROR");
        ServerUnderTest server = new ServerUnderTest(new ServerStart(
                Path.of(System.getProperty("server.home")),
                folder,
                Integer.getInteger("test.port.offset") + OFFSET_FROM_MANAGED,
                ServerStart.HEAP_MAX_MEBIBYTES,
                all,
                withQuickBoot(environment)));
        server.prepare(deployments);
        return server;
    }

    /** These servers live for minutes: the second compiler costs more at their boot than it ever gives back. */
    private static Map<String, String> withQuickBoot(Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return all;
    }

    private void prepare(List<Path> deployments) throws IOException {
        Path[] files = new Path[deployments.size() + 1];
        files[0] = Path.of(System.getProperty("takt.ear"));
        for (int i = 0; i < deployments.size(); i++) {
            files[i + 1] = deployments.get(i);
        }
        start.folder().prepare(start.home(), files);
    }

    /** Starts it, or starts it again, and waits until it is ready. */
    public void start() throws IOException, InterruptedException {
        process = ServerProcess.start(
                start,
                ProcessBuilder.Redirect.appendTo(
                        start.folder().log().resolve("console.log").toFile()));
        process.awaitReady(READY_LIMIT);
    }

    /** SIGKILL: nothing is flushed, nobody is told. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Its API as the administrator. */
    public TaktApi api() {
        return TaktApi.at(start.httpPort());
    }

    /** What it answers at the management port's /health/ready. */
    public JsonNode readiness() {
        return new TaktApi("http://127.0.0.1:" + start.managementPort(), null, null)
                .get("/health/ready")
                .body();
    }

    /** Its folder. */
    public NodeFolder folder() {
        return start.folder();
    }

    /** The JDBC URL of its database file; only when it does not run. */
    public String databaseUrl() {
        return start.properties()
                .getOrDefault(
                        "takt.db.url", "jdbc:h2:file:" + start.folder().data().resolve("takt/takt"));
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
