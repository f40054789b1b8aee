package dev.takt.web.api;

import dev.takt.access.Caller;
import dev.takt.access.Role;
import dev.takt.intake.Intake;
import dev.takt.intake.TaskDocument;
import dev.takt.own.Suspension;
import dev.takt.web.access.ApiDoor;
import dev.takt.web.access.SecurityHeaders;
import io.undertow.server.HandlerWrapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The short way of submissions. An ordinary one, of somebody who is known, goes from the listener to the intake without
 * the servlet container, its security and JAX-RS, which cost several times what Takt itself does for a task:
 *
 * <pre>
 *   POST /api/v1/tasks, /tasks/batch ─▶ ordinary, and of a remembered submitter? ── no ─▶ doors, gates, {@link TasksResource}
 *                                              │ yes
 *                                              ▼
 *                       body (no thread waits) ─▶ worker: read, check, submit ─▶ answer, when it is durable
 * </pre>
 *
 * Nobody is let in here who would be refused there: this way asks what the doors remember, and whatever is unusual (no
 * proof, a browser's words, a parameter, another form) is left to them untouched, with all refusals. What a task may be
 * is decided by the same intake, and said in the same words.
 */
final class ShortWay implements HandlerWrapper {
    static final String SINGLE = "/api/v1/tasks";
    static final String BATCH = "/api/v1/tasks/batch";

    /** A batch of a thousand usual tasks; so much may lie in memory for each connection. What is larger takes the long way. */
    private static final long BODY_MAX = 1 << 20;

    private static final Set<String> FORMS =
            Set.of("application/json", "application/json;charset=utf-8", "application/json; charset=utf-8");

    private static final List<String> WANTED = List.of("*/*", "application/json", "application/*");

    /** Of these the doors and the container know more. */
    private static final List<HttpString> UNUSUAL = Stream.of(
                    "Origin", "Sec-Fetch-Site", "Content-Encoding", "Transfer-Encoding", "Expect", "Upgrade")
            .map(HttpString::new)
            .toList();

    private static final String JSON = "application/json";
    private static final Map<HttpString, String> CLEAR = headers(false);
    private static final Map<HttpString, String> SECURE = headers(true);

    /**
     * What is behind: the application, while it runs.
     *
     * @param suspension when the server is suspended, requests are left to it: it refuses them on the long way
     */
    record Behind(ApiDoor door, Intake intake, Suspension suspension, ClassLoader classes) {}

    private record Submission(Caller caller, boolean batch, Behind behind) {}

    private final String contextPath;
    private volatile Behind behind;

    ShortWay(String contextPath) {
        this.contextPath = contextPath;
    }

    /** From now on submissions may take it. */
    void open(Behind application) {
        behind = application;
    }

    /** Everything takes the long way again. */
    void close() {
        behind = null;
    }

    @Override
    public HttpHandler wrap(HttpHandler longWay) {
        return exchange -> handle(exchange, longWay);
    }

    private void handle(HttpServerExchange exchange, HttpHandler longWay) throws Exception {
        Optional<Submission> submission = recognise(exchange);
        if (submission.isEmpty()) {
            longWay.handleRequest(exchange);
            return;
        }
        exchange.getRequestReceiver()
                .receiveFullBytes((received, body) ->
                        received.dispatch((Runnable) () -> submit(received, submission.get(), body)));
    }

    private Optional<Submission> recognise(HttpServerExchange exchange) {
        Behind application = behind;
        String path = exchange.getRequestURI();
        boolean batch = path.equals(contextPath + BATCH);
        if (application == null
                || !batch && !path.equals(contextPath + SINGLE)
                || !exchange.getRequestMethod().equals(Methods.POST)
                || application.suspension().isSuspended()
                || !isOrdinary(exchange)) {
            return Optional.empty();
        }
        String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        String source = exchange.getSourceAddress().getAddress().getHostAddress();
        return application
                .door()
                .remembered(authorization, source)
                .filter(caller -> caller.roles().contains(Role.SUBMITTER))
                .map(caller -> new Submission(caller, batch, application));
    }

    private static boolean isOrdinary(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        long length = exchange.getRequestContentLength();
        return length > 0
                && length <= BODY_MAX
                && exchange.getQueryString().isEmpty()
                && headers.count(Headers.AUTHORIZATION) == 1
                && headers.count(Headers.CONTENT_TYPE) == 1
                && FORMS.contains(headers.getFirst(Headers.CONTENT_TYPE).toLowerCase(Locale.ROOT))
                && UNUSUAL.stream().noneMatch(headers::contains)
                && takesJson(headers.get(Headers.ACCEPT));
    }

    /** Whether JSON will do; where one form is preferred to another, JAX-RS weighs them. */
    private static boolean takesJson(Collection<String> accept) {
        return accept == null
                || accept.stream().noneMatch(wish -> wish.indexOf(';') >= 0)
                        && accept.stream()
                                .flatMap(wish -> Stream.of(wish.split(",")))
                                .map(String::strip)
                                .anyMatch(WANTED::contains);
    }

    /** In a worker's thread, which may wait for the database; the answer is given in another. */
    private static void submit(HttpServerExchange exchange, Submission submission, byte[] body) {
        Thread worker = Thread.currentThread();
        ClassLoader before = worker.getContextClassLoader();
        worker.setContextClassLoader(submission.behind().classes());
        try {
            Intake intake = submission.behind().intake();
            String actor = submission.caller().name();
            String tasks =
                    exchange.getRequestScheme() + "://" + exchange.getHostAndPort() + exchange.getRequestURI() + "/";
            CompletionStage<Submitted> submitted = submission.batch()
                    ? Answers.when(intake.submit(TaskDocument.readBatch(body), true, actor), Submitted::all)
                    : Answers.when(
                            intake.submit(List.of(TaskDocument.read(body)), false, actor),
                            receipts -> Submitted.one(tasks, receipts.get(0)));
            // Answers leave by the connection's own thread: ended in another, a request races with the next one on its
            // connection, for which that thread would wait spinning.
            submitted.whenCompleteAsync(
                    (answer, failure) -> {
                        if (failure == null) {
                            answer(exchange, answer);
                        } else {
                            refuse(exchange, Refusals.problem(failure));
                        }
                    },
                    exchange.getIoThread());
        } catch (RuntimeException refusal) {
            refuse(exchange, Refusals.problem(refusal));
        } finally {
            worker.setContextClassLoader(before);
        }
    }

    private static void answer(HttpServerExchange exchange, Submitted answer) {
        if (answer.location() != null) {
            exchange.getResponseHeaders().put(Headers.LOCATION, answer.location());
        }
        send(exchange, answer.status(), JSON, answer.json());
    }

    private static void refuse(HttpServerExchange exchange, Problem problem) {
        if (problem.retryAfter() != null) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Problem.seconds(problem.retryAfter()));
        }
        send(exchange, problem.status(), Problem.MEDIA_TYPE, problem.bytes());
    }

    private static void send(HttpServerExchange exchange, int status, String form, byte[] body) {
        HeaderMap headers = exchange.getResponseHeaders();
        (exchange.isSecure() ? SECURE : CLEAR).forEach(headers::put);
        headers.put(Headers.CONTENT_TYPE, form);
        exchange.setStatusCode(status);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    private static Map<HttpString, String> headers(boolean secure) {
        return SecurityHeaders.ofApi(secure).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(header -> new HttpString(header.getKey()), Map.Entry::getValue));
    }
}
