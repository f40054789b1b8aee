package dev.takt.access;

import dev.takt.server.TaktApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** HTTP as it is: nothing is followed, remembered or added. */
final class RawHttp {
    static final String BASE = "http://127.0.0.1:" + (8080 + Integer.getInteger("test.port.offset", 0));
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private RawHttp() {}

    /** Sends one request with exactly these headers; {@code body} may be null. */
    static HttpResponse<String> send(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(BASE + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, Map.of(), null);
    }

    /** The header for a user whom the tests made. */
    static String basic(String user) {
        return basic(user, TaktApi.PASSWORD);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static String administrator() {
        return basic(TaktApi.ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"));
    }
}
