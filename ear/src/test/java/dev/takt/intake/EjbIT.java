package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.TaktApi;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls from Java: in another deployment, in and out of its transactions, and from another JVM. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class EjbIT {
    private static final TaktApi TAKT = TaktApi.administrator();
    private static final int PORT = 8080 + Integer.getInteger("test.port.offset");

    /** Longer than the owner's tick: what is in the inbox would have been found. */
    private static final Duration TICKS = Duration.ofSeconds(3);

    @Deployment(testable = false)
    static WebArchive caller() {
        return ShrinkWrap.create(WebArchive.class, "caller.war")
                .addClass(Caller.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    /** What {@link Caller} answers to a submission. */
    private record Submitted(String first, String sameKey, String second, boolean found) {
        static Submitted of(String answer) {
            String[] words = answer.split(" ");
            return new Submitted(words[0], words[1], words[2], Boolean.parseBoolean(words[3]));
        }
    }

    @Test
    void withoutATransactionTheTaskIsDurableWhenTheCallReturns() throws Exception {
        Submitted tasks = submit("none", UUID.randomUUID(), "");

        assertThat(tasks.found()).isTrue();
        assertThat(TAKT.awaitEnd(tasks.first()).path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(tasks.sameKey()).isEqualTo(tasks.first());
        assertThat(tasks.second()).isNotEqualTo(tasks.first());
    }

    @Test
    void tasksOfATransactionThatCommitsRun() throws Exception {
        UUID key = UUID.randomUUID();
        Submitted tasks = submit("commit", key, "");

        assertThat(tasks.found()).as("found in its own transaction").isTrue();
        assertThat(tasks.sameKey()).isEqualTo(tasks.first());
        await(tasks.first());
        assertThat(TAKT.awaitEnd(tasks.first()).path("result").path("by").asText())
                .isEqualTo("ejb");
        await(tasks.second());
        assertThat(submit("commit", key, "").first()).as("the same key later").isEqualTo(tasks.first());
    }

    @Test
    void tasksOfATransactionThatRollsBackNeverExistAndTheirKeyIsFree() throws Exception {
        UUID key = UUID.randomUUID();
        Submitted tasks = submit("rollback", key, "");

        assertThat(tasks.found()).isTrue();
        Awaitility.await().during(TICKS).atMost(TICKS.multipliedBy(2)).until(() -> status(tasks.first()) == 404);
        assertThat(status(tasks.second())).isEqualTo(404);
        assertThat(submit("commit", key, "").first()).isNotEqualTo(tasks.first());
    }

    @Test
    void aCancellationHappensWithItsTransactionToo() throws Exception {
        String kept = submit("none", UUID.randomUUID(), "PT1H").first();
        String cancelled = submit("none", UUID.randomUUID(), "PT1H").first();

        assertThat(call("end=rollback&cancel=" + kept)).isEqualTo("SCHEDULED");
        assertThat(call("end=commit&cancel=" + cancelled)).isEqualTo("SCHEDULED");
        assertThat(TAKT.awaitEnd(cancelled).path("state").asText()).isEqualTo("CANCELLED");
        Awaitility.await()
                .during(TICKS)
                .atMost(TICKS.multipliedBy(2))
                .until(() -> TAKT.task(kept).path("state").asText().equals("SCHEDULED"));
        assertThat(call("end=none&cancel=" + kept)).isEqualTo("CANCELLED");
    }

    @Test
    void anotherJvmCallsTheRemoteViewWithASubmittersPassword() throws Exception {
        TAKT.withUser("ejb-submitter", "submitter");

        Map<String, String> said = remote("ejb-submitter", TaktApi.PASSWORD);
        assertThat(TAKT.awaitEnd(said.get("submit")).path("result").path("by").asText())
                .isEqualTo("remote");
        assertThat(TAKT.task(said.get("submit")).path("submittedBy").asText()).isEqualTo("ejb-submitter");
        assertThat(said).containsEntry("find", said.get("submit"));
        assertThat(said.get("cancel")).startsWith("EJBAccessException");
        assertThat(said.get("invalid")).startsWith("Invalid").contains("no-such-handler");
    }

    @Test
    void anAdministratorMayCancelFromAnotherJvm() throws Exception {
        Map<String, String> said = remote(TaktApi.ADMINISTRATOR, System.getenv("TAKT_ADMIN_PASSWORD"));
        assertThat(said).containsEntry("cancel", "CANCELLED");
    }

    @Test
    void aViewerAndAWrongPasswordAreRefusedAtTheRemoteView() throws Exception {
        TAKT.withUser("ejb-viewer", "viewer");

        assertThat(remote("ejb-viewer", TaktApi.PASSWORD).get("submit")).startsWith("EJBAccessException");
        assertThat(remote("ejb-viewer", "wrong").get("submit")).startsWith("RequestSendFailedException");
    }

    private static Submitted submit(String end, UUID key, String delay) throws Exception {
        return Submitted.of(call("end=" + end + "&key=" + key + (delay.isEmpty() ? "" : "&delay=" + delay)));
    }

    private static String call(String query) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/caller/call?" + query))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Runs {@link RemoteCaller} on WildFly's own client; gives what it says. */
    private static Map<String, String> remote(String user, String password) throws Exception {
        String classPath = String.join(
                File.pathSeparator,
                Path.of(RemoteCaller.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                System.getProperty("server.home") + "/bin/client/jboss-client.jar",
                System.getProperty("server.api"),
                apiOf(jakarta.json.bind.Jsonb.class));
        Process caller = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        RemoteCaller.class.getName(),
                        String.valueOf(PORT),
                        user,
                        password)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = caller.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .map(line -> line.split("=", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } finally {
            caller.destroyForcibly();
        }
    }

    private static String apiOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static void await(String id) {
        Awaitility.await("task " + id + " is there").until(() -> status(id) == 200);
    }

    private static int status(String id) {
        return TAKT.get("/api/v1/tasks/" + id).status();
    }
}
