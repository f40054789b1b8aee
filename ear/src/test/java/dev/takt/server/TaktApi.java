package dev.takt.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.awaitility.Awaitility;

/** The REST API as a client sees it: one user, one address. */
public final class TaktApi {
    /** The administrator that the build names to the server by TAKT_ADMIN_PASSWORD. */
    public static final String ADMINISTRATOR = "admin";

    /** The password of every user whom the tests make. */
    public static final String PASSWORD = "blue-Tractor-71-hill";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "EXPIRED");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String authorization;

    TaktApi(String base, String user, String password) {
        this.base = base;
        this.authorization = user == null
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body the JSON; a missing node when there is none
     * @param retryAfter the header of that name; null when there is none
     */
    public record Answer(int status, JsonNode body, String retryAfter) {
        /** The answer's body, which must have come with this status. */
        public JsonNode expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("Expected HTTP " + wanted + ", got " + status + ": " + body);
            }
            return body;
        }
    }

    /** The managed server of the tests, as its administrator. */
    public static TaktApi administrator() {
        return at(8080 + Integer.getInteger("test.port.offset"));
    }

    /** A server of one's own, as its administrator. */
    public static TaktApi at(int port) {
        return new TaktApi("http://127.0.0.1:" + port, ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"));
    }

    /** A server with an address of its own, as its administrator. */
    static TaktApi at(String host, int port) {
        return new TaktApi("http://" + host + ":" + port, ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"));
    }

    /** The same server as nobody. */
    public TaktApi anonymous() {
        return new TaktApi(base, null, null);
    }

    /** The same server as this user. */
    public TaktApi as(String user, String password) {
        return new TaktApi(base, user, password);
    }

    /** Makes a user with a role, who has set a password of their own, {@link #PASSWORD}; does nothing if there is one. */
    public TaktApi withUser(String name, String role) {
        TaktApi user = as(name, PASSWORD);
        if (get("/api/v1/users/" + name).status() == 404) {
            String first = "first-Password-of-31";
            post(
                            "/api/v1/users",
                            "{\"name\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, first, role))
                    .expect(201);
            as(name, first)
                    .put("/api/v1/me/password", "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(first, PASSWORD))
                    .expect(204);
        }
        return user;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, String json) {
        return send("POST", path, json);
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends one request; throws {@link UncheckedIOException} when the server cannot be reached. */
    public Answer send(String method, String path, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(REQUEST_LIMIT)
                .header("Accept", "application/json")
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            boolean json200 =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(
                    response.statusCode(),
                    json200 && !body.isBlank() ? JSON.readTree(body) : JSON.missingNode(),
                    response.headers().firstValue("Retry-After").orElse(null));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + path, e);
        }
    }

    /** Submits a task and gives its id. */
    public String submit(String json) {
        return post("/api/v1/tasks", json).expect(201).path("id").asText();
    }

    public JsonNode task(String id) {
        return get("/api/v1/tasks/" + id).expect(200);
    }

    /** Waits until the task has ended, and gives it. */
    public JsonNode awaitEnd(String id) {
        return awaitEnd(id, Duration.ofSeconds(30));
    }

    public JsonNode awaitEnd(String id, Duration limit) {
        return Awaitility.await("task " + id + " ends")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> task(id), task -> ENDS.contains(task.path("state").asText()));
    }

    /** Waits until the task is in this state. */
    public void awaitState(String id, String state) {
        Awaitility.await("task " + id + " is " + state)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> task(id).path("state").asText().equals(state));
    }
}
