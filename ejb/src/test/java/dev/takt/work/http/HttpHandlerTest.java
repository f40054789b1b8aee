package dev.takt.work.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpHandlerTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private HttpServer server;
    private HttpHandler handler;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        // The name exists only here: reaching the server proves that the checked address is the one connected to.
        handler = new HttpHandler(
                new AddressGuard("loopback", name -> new InetAddress[] {InetAddress.getLoopbackAddress()}));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aSuccessIsTheResult() throws Exception {
        JsonObject result = run(
                "{\"method\": \"post\", \"url\": \"%s/json?q=1\", \"headers\": {\"X-A\": \"b\"}, \"body\": {\"n\": 1}}");
        assertThat(seen.take())
                .isEqualTo("POST /json?q=1 host=only-here.invalid:"
                        + server.getAddress().getPort() + " type=application/json x-a=b {\"n\":1}");
        assertThat(result.getInt("status")).isEqualTo(200);
        assertThat(result.getJsonObject("body").getBoolean("ok")).isTrue();
        assertThat(result.getJsonObject("headers").getString("content-type")).isEqualTo("application/json");
    }

    @Test
    void aLongBodyIsCut() throws Exception {
        JsonObject result = run("{\"url\": \"%s/long\"}");
        assertThat(result.getBoolean("truncated")).isTrue();
        assertThat(result.getString("body")).hasSize(HttpAnswer.BODY_BYTES_MAX);
    }

    @Test
    void theStatusDecidesWhetherAnotherTryMakesSense() {
        assertThat(failure("{\"url\": \"%s/503\"}").isRetryable()).isTrue();
        assertThat(failure("{\"url\": \"%s/404\"}").isRetryable()).isFalse();
        assertThat(failure("{\"url\": \"%s/404\", \"retryOn\": [404]}").isRetryable())
                .isTrue();
        assertThat(failure("{\"url\": \"%s/503\", \"retryOn\": [404]}").isRetryable())
                .isFalse();
        assertThat(failure("{\"url\": \"%s/404?secret=1\"}"))
                .hasMessageContaining("answered 404")
                .hasMessageNotContaining("secret");
    }

    @Test
    void redirectsAreNotFollowed() {
        assertThat(failure("{\"url\": \"%s/302\"}")).hasMessageContaining("redirects are not followed");
        assertThat(seen).hasSize(1);
    }

    @Test
    void whatCannotBeReachedIsTriedAgain() {
        server.stop(0);
        assertThat(failure("{\"url\": \"%s/\"}").isRetryable()).isTrue();
    }

    @Test
    void badPayloadsFailForGoodAndNameTheField() {
        assertBad("{}", "url");
        assertBad("{\"url\": \"ftp://x/\"}", "url");
        assertBad("{\"url\": \"http://user@x/\"}", "url");
        assertBad("{\"url\": \"http://x/\", \"method\": \"TRACE\"}", "method");
        assertBad("{\"url\": \"http://x/\", \"headers\": {\"Host\": \"y\"}}", "headers.Host");
        assertBad("{\"url\": \"http://x/\", \"headers\": {\"X\": \"a\\r\\nb\"}}", "headers.X");
        assertBad("{\"url\": \"http://x/\", \"retryOn\": [\"a\"]}", "retryOn[0]");
        assertBad("{\"uri\": \"http://x/\"}", "uri");
        assertBad("[]", "object");
    }

    private void assertBad(String payload, String part) {
        TaskFailedException failure = failure(payload);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining(part);
    }

    private TaskFailedException failure(String payload) {
        return catchThrowableOfType(TaskFailedException.class, () -> run(payload));
    }

    private JsonObject run(String payload) throws Exception {
        String base = "http://only-here.invalid:" + server.getAddress().getPort();
        String json = handler.handle(new Call(payload.replace("%s", base))).json();
        return Json.createReader(new StringReader(json)).readObject();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " host="
                + exchange.getRequestHeaders().getFirst("Host") + " type="
                + exchange.getRequestHeaders().getFirst("Content-Type") + " x-a="
                + exchange.getRequestHeaders().getFirst("X-A") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String body = path.equals("/long") ? "x".repeat(HttpAnswer.BODY_BYTES_MAX + 1) : "{\"ok\": true}";
        exchange.getResponseHeaders().add("Content-Type", path.equals("/long") ? "text/plain" : "application/json");
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        int status = path.matches("/\\d+") ? Integer.parseInt(path.substring(1)) : 200;
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    /** A task with a payload. */
    private record Call(String json) implements TaskContext {
        @Override
        public JsonValue payload() {
            return Json.createReader(new StringReader(json)).readValue();
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public Optional<String> job() {
            return Optional.empty();
        }

        @Override
        public String queue() {
            return "default";
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public long token() {
            return 1;
        }

        @Override
        public Optional<Instant> deadline() {
            return Optional.empty();
        }

        @Override
        public <T> T payload(Class<T> type) {
            throw new AssertionError("not used");
        }

        @Override
        public JsonValue checkpoint() {
            return JsonValue.NULL;
        }

        @Override
        public <T> T checkpoint(Class<T> type) {
            return null;
        }

        @Override
        public boolean shouldYield() {
            return false;
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }

        @Override
        public void progress(int percent, String message) {}

        @Override
        public void log(String line) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}
