package dev.takt.work.http;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends one HTTP request. An answer of 2xx is success; another fails the attempt, to be tried again if its status is in
 * {@code retryOn} (408, 425, 429 and 5xx by default). What cannot be reached is tried again, what is not allowed is not.
 */
@Handles("http")
@ApplicationScoped
public class HttpHandler implements TaskHandler {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** How long a server may take to begin its answer when the task has no time-out of its own. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);

    private static final int QUOTED_MAX = 500;

    /** Lets the client set the Host header, which pins plain HTTP to a checked address; read by the JDK when it loads its client. */
    private static final String HOST_HEADER_PROPERTY = "jdk.httpclient.allowRestrictedHeaders";

    private AddressGuard guard;
    private HttpClient client;

    /** For the container. */
    public HttpHandler() {}

    /** For use without a container. */
    HttpHandler(AddressGuard guard) {
        this.guard = guard;
        openClient();
    }

    @PostConstruct
    void open() {
        guard = new AddressGuard(System.getProperty(AddressGuard.PROPERTY, ""), InetAddress::getAllByName);
        openClient();
    }

    private void openClient() {
        if (System.getProperty(HOST_HEADER_PROPERTY) == null) {
            System.setProperty(HOST_HEADER_PROPERTY, "host");
        }
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    @Override
    public TaskResult handle(TaskContext task) throws InterruptedException {
        HttpCall call = HttpCall.read(task);
        HttpAnswer answer = send(call, task);
        task.log(call.title() + " answered " + answer.status() + ".");
        if (answer.isSuccess()) {
            return TaskResult.json(answer.json());
        }
        String message = call.title() + " answered " + answer.status() + "." + redirect(answer) + quote(answer);
        throw call.isRetryable(answer.status())
                ? TaskFailedException.retryable(message, null)
                : TaskFailedException.permanent(message, null);
    }

    private HttpAnswer send(HttpCall call, TaskContext task) throws InterruptedException {
        try {
            InetAddress address = guard.check(call.url().getHost());
            HttpResponse<HttpAnswer.Body> response =
                    client.send(request(call, address, task), head -> new HttpAnswer.Collector());
            return new HttpAnswer(response);
        } catch (IOException e) {
            // The JDK's exceptions often have no message of their own.
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.toString();
            throw TaskFailedException.retryable(call.title() + " got no answer: " + reason, e);
        } catch (IllegalArgumentException e) {
            throw TaskFailedException.permanent(
                    call.title() + " cannot be sent: " + e.getMessage() + ". If this names the header Host, start the"
                            + " server with -D" + HOST_HEADER_PROPERTY + "=host.",
                    e);
        }
    }

    private static HttpRequest request(HttpCall call, InetAddress address, TaskContext task) {
        boolean plain = call.url().getScheme().equalsIgnoreCase("http");
        HttpRequest.Builder request = HttpRequest.newBuilder(plain ? pinned(call.url(), address) : call.url())
                .timeout(timeout(task))
                .method(
                        call.method(),
                        call.body() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(call.body(), StandardCharsets.UTF_8));
        if (plain) {
            request.version(HttpClient.Version.HTTP_1_1)
                    .header("Host", call.url().getRawAuthority());
        }
        if (call.body() != null && !call.headers().containsKey("Content-Type")) {
            request.header("Content-Type", call.json() ? "application/json" : "text/plain; charset=utf-8");
        }
        if (!call.headers().containsKey("User-Agent")) {
            request.header("User-Agent", "Takt");
        }
        call.headers().forEach(request::header);
        return request.build();
    }

    /** The same URL with the checked address in place of the name. */
    private static URI pinned(URI url, InetAddress address) {
        String literal = address.getHostAddress();
        int scope = literal.indexOf('%');
        String host = scope < 0 ? literal : literal.substring(0, scope);
        String authority =
                (host.indexOf(':') < 0 ? host : "[" + host + "]") + (url.getPort() < 0 ? "" : ":" + url.getPort());
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        try {
            return new URI("http://" + authority + path + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Duration timeout(TaskContext task) {
        Duration left = task.deadline()
                .map(deadline -> Duration.between(Instant.now(), deadline))
                .filter(rest -> rest.compareTo(ANSWER_TIMEOUT) < 0)
                .orElse(ANSWER_TIMEOUT);
        // A little longer than the task has, so that a time-out is told as the task's own.
        return left.isNegative() ? Duration.ofSeconds(1) : left.plusSeconds(1);
    }

    private static String redirect(HttpAnswer answer) {
        String location = answer.header("location");
        return answer.status() / 100 == 3 && location != null
                ? " It points to '" + location + "'; redirects are not followed, so use that address if it is right."
                : "";
    }

    private static String quote(HttpAnswer answer) {
        String text = answer.text();
        if (text == null || text.isBlank()) {
            return "";
        }
        String stripped = text.strip();
        return "\n" + (stripped.length() <= QUOTED_MAX ? stripped : stripped.substring(0, QUOTED_MAX) + "…");
    }
}
