package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.takt.bench.database.Database;
import dev.takt.server.ClusterPlan;
import dev.takt.server.ServerProcess;
import dev.takt.server.ServerStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A node of Takt, as {@code mvn -Prun} starts one: its server, its EAR, its settings as delivered; and the bench's deployment beside it. */
final class TaktServer implements ContestantProcess {
    static final String ADMINISTRATOR = "admin";

    /** Of a server that lives for minutes on loopback. */
    static final String PASSWORD = "measured-On-Loopback-4-minutes";

    private static final String SECRET = "the secret of the nodes that are measured";
    private static final Duration READY_LIMIT = Duration.ofMinutes(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess process;
    private final Duration boot;
    private final Control control;

    private TaktServer(ServerProcess process, Duration boot) {
        this.process = process;
        this.boot = boot;
        this.control = new Control(URI.create(address() + "/bench/control"));
    }

    /**
     * Starts a node and waits until it is ready.
     *
     * @param number 1 for the first
     * @param nodes how many the cluster has
     */
    static TaktServer start(Plan plan, Database database, int number, int nodes)
            throws IOException, InterruptedException {
        ClusterPlan cluster = new ClusterPlan(
                plan.serverHome(),
                plan.folder().resolve("takt"),
                nodes,
                plan.portOffset(),
                Plan.HEAP_MEBIBYTES,
                Map.of("takt.db.url", database.url(), "takt.db.user", database.user(), "takt.log.console", "ERROR"));
        Map<String, String> environment = new HashMap<>();
        environment.put("TAKT_DB_PASSWORD", database.password());
        environment.put("TAKT_ADMIN_PASSWORD", PASSWORD);
        environment.put("TAKT_CLUSTER_SECRET", SECRET);
        if (!plan.jvm().isBlank()) {
            environment.put("JDK_JAVA_OPTIONS", plan.jvm());
        }
        ServerStart start = cluster.node(number, environment);
        Folders.delete(start.folder().path());
        start.folder().prepare(start.home(), plan.ear(), plan.war());
        long startedAt = System.nanoTime();
        ServerProcess process = ServerProcess.start(
                start,
                ProcessBuilder.Redirect.appendTo(
                        start.folder().log().resolve("console.log").toFile()));
        try {
            process.awaitReady(READY_LIMIT);
            return new TaktServer(process, Duration.ofNanos(System.nanoTime() - startedAt));
        } catch (InterruptedException | RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** From the start of its process until it said that it was ready; seen to a tenth of a second. */
    Duration boot() {
        return boot;
    }

    /** Where API and JMS listen. */
    String address() {
        return "http://127.0.0.1:" + process.start().httpPort();
    }

    /** An API token of the administrator's. */
    String token() throws IOException, InterruptedException {
        return api("POST", "/api/v1/tokens", "{\"user\":\"admin\",\"label\":\"bench\",\"scopes\":[\"administrator\"]}")
                .path("token")
                .asText();
    }

    /** Pauses the queue. */
    void hold() throws IOException, InterruptedException {
        api("POST", "/api/v1/queues/default/pause", "");
    }

    /** One request to the API as the administrator; fails unless it succeeds. */
    JsonNode api(String method, String path, String json) throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder().encodeToString((ADMINISTRATOR + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body().isBlank() ? JSON.missingNode() : JSON.readTree(response.body());
    }

    @Override
    public void close() {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
