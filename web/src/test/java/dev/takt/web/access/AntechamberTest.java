package dev.takt.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real listener with few threads, before what reads bodies as the container does. */
class AntechamberTest {
    /** As the smallest server has. */
    private static final int THREADS = 32;

    private static final int STRANGERS = 40;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final Deque<Socket> strangers = new ArrayDeque<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Undertow server;

    @BeforeEach
    void start() {
        BlockingHandler container = new BlockingHandler(exchange -> {
            long length = exchange.getInputStream().readAllBytes().length;
            exchange.getResponseSender().send(Long.toString(length));
        });
        server = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(THREADS)
                .setBufferSize(16 * 1024)
                .addHttpListener(0, "127.0.0.1", new Antechamber().wrap(container))
                .build();
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket stranger : strangers) {
            stranger.close();
        }
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 60000\r\n\r\nname=half",
                "Content-Length: 100000\r\n\r\nname=half",
                "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nname="
            })
    void thoseWhoSendHalfABodyHoldUpNobody(String half) throws Exception {
        for (int i = 0; i < STRANGERS; i++) {
            begin(half);
        }
        assertThat(post(BodyPublishers.noBody())).isEqualTo("0");
        assertThat(post(BodyPublishers.ofString("all of it"))).isEqualTo("9");
    }

    @Test
    void thoseWhoSendMuchAndThenNothingHoldOnlyTheFewThreadsForLargeBodies() throws Exception {
        String much = "x".repeat(2 * Antechamber.GATHERED_BYTES);
        for (int i = 0; i < STRANGERS; i++) {
            begin("Content-Length: 1000000\r\n\r\n" + much);
        }
        assertThat(post(BodyPublishers.ofString("all of it"))).isEqualTo("9");
    }

    @Test
    void aLargeSignInIsRefusedAtOnceAndItsConnectionEnds() throws Exception {
        Socket told = begin("/login.xhtml", "Content-Length: 100000\r\n\r\nname=half");
        assertThat(new String(told.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 413");
        Socket untold = begin("/login.xhtml", "Transfer-Encoding: chunked\r\n\r\n5\r\nname=");
        assertThat(new String(untold.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .doesNotContain("200");
    }

    @Test
    void bodiesComeThroughWhole() throws Exception {
        byte[] large = new byte[5 * Antechamber.GATHERED_BYTES + 7];
        for (byte[] body : new byte[][] {new byte[Antechamber.GATHERED_BYTES], large}) {
            assertThat(post(BodyPublishers.ofByteArray(body))).isEqualTo(Integer.toString(body.length));
            assertThat(post(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))))
                    .isEqualTo(Integer.toString(body.length));
        }
    }

    @Test
    void whoWaitsToBeAskedForTheBodyIsAsked() throws Exception {
        Socket caller = begin("Content-Length: 9\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
        InputStream answer = caller.getInputStream();
        assertThat(new String(answer.readNBytes(25), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 Continue");
        caller.getOutputStream().write("all of it".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(answer.readAllBytes(), StandardCharsets.US_ASCII))
                .contains("200 OK")
                .endsWith("9");
    }

    private Socket begin(String rest) throws IOException {
        return begin("/tasks.xhtml", rest);
    }

    private Socket begin(String path, String rest) throws IOException {
        Socket stranger = new Socket();
        strangers.add(stranger);
        stranger.connect(address());
        stranger.setSoTimeout((int) ANSWER_LIMIT.toMillis());
        String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + rest;
        stranger.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return stranger;
    }

    private String post(BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + address().getPort()))
                .timeout(ANSWER_LIMIT)
                .POST(body)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    }
}
