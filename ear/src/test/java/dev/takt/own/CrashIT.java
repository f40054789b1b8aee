package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.check.HandlerRecord;
import dev.takt.check.InvariantsChecker;
import dev.takt.check.RecordingHandler;
import dev.takt.server.ServerUnderTest;
import dev.takt.server.TaktApi;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real server in the middle of its work, starts it again, and checks that nothing is lost or done twice. */
class CrashIT {
    private static final int TASKS = 5_000;
    private static final int BATCH = 250;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void aServerKilledInTheMiddleOfFiveThousandTasksLosesNothingOnH2() throws Exception {
        killInTheMiddle("crash-h2", Map.of(), Map.of(), "takt", "takt");
    }

    @Test
    void aServerKilledInTheMiddleOfFiveThousandTasksLosesNothingOnPostgreSql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            killInTheMiddle(
                    "crash-postgresql",
                    Map.of("takt.db.url", postgres.getJdbcUrl("postgres", "postgres"), "takt.db.user", "postgres"),
                    Map.of("TAKT_DB_PASSWORD", "postgres"),
                    "postgres",
                    "postgres");
        }
    }

    private void killInTheMiddle(
            String name, Map<String, String> properties, Map<String, String> environment, String user, String password)
            throws Exception {
        Path record = folder.resolve("record.txt");
        Map<String, String> all = new HashMap<>(properties);
        all.put(RecordingHandler.FILE, record.toString());
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        try (ServerUnderTest server =
                ServerUnderTest.named(name, all, environment, List.of(recordingWar(folder.resolve("recording.war"))))) {
            server.start();
            Thread client = new Thread(() -> submitAll(server.api(), acknowledged), "client");
            client.start();
            Awaitility.await("a third of the tasks has started")
                    .atMost(DRAIN_LIMIT)
                    .until(() -> Files.exists(record)
                            && HandlerRecord.read(record).starts().size() > TASKS / 3);
            server.kill();
            server.start();
            client.join();
            assertThat(acknowledged).hasSize(TASKS);
            awaitDrained(server.api(), acknowledged.size());
            server.stop();
            try (Connection connection = DriverManager.getConnection(server.databaseUrl(), user, password)) {
                List<String> violations =
                        new InvariantsChecker(connection, HandlerRecord.read(record)).check(acknowledged, 1);
                assertThat(violations).isEmpty();
            }
        }
    }

    /** Submits with keys, and again whatever was not answered: the key makes that safe. */
    private static void submitAll(TaktApi api, Map<String, String> acknowledged) {
        for (int first = 0; first < TASKS; first += BATCH) {
            List<String> keys = IntStream.range(first, first + BATCH)
                    .mapToObj(number -> "crash-" + number)
                    .toList();
            String batch = keys.stream()
                    .map(key -> "{\"handler\":\"recording\",\"payload\":2,\"key\":\"%s\"}".formatted(key))
                    .collect(Collectors.joining(",", "[", "]"));
            Awaitility.await("batch " + first + " is accepted")
                    .atMost(DRAIN_LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> submit(api, batch, keys, acknowledged));
        }
    }

    private static boolean submit(TaktApi api, String batch, List<String> keys, Map<String, String> acknowledged) {
        TaktApi.Answer answer;
        try {
            answer = api.post("/api/v1/tasks/batch", batch);
        } catch (UncheckedIOException serverIsDown) {
            return false;
        }
        if (answer.status() != 200 && answer.status() != 201) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            acknowledged.put(keys.get(i), answer.body().path(i).path("id").asText());
        }
        return true;
    }

    private static void awaitDrained(TaktApi api, int tasks) {
        Awaitility.await("all tasks have ended").atMost(DRAIN_LIMIT).untilAsserted(() -> {
            for (String state : List.of("SCHEDULED", "READY", "RUNNING")) {
                JsonNode page = api.get("/api/v1/tasks?limit=1&state=" + state).expect(200);
                assertThat(page.path("items")).as(state).isEmpty();
            }
        });
    }

    private static Path recordingWar(Path target) {
        File file = target.toFile();
        ShrinkWrap.create(WebArchive.class, "recording.war")
                .addClass(RecordingHandler.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .as(ZipExporter.class)
                .exportTo(file, true);
        return target;
    }
}
