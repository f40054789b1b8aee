package dev.takt.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.ServerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of itself at the management port, when it is well and when handlers have eaten its slots. */
class HealthIT {
    private static final Duration ABANDON_LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aNodeWhoseSlotsAreHeldByDeafHandlersSaysSoAndIsReadyAgainWhenTheyEnd() throws Exception {
        Path release = folder.resolve("release");
        String task = "{\"handler\":\"deaf\",\"payload\":\"%s\",\"timeout\":\"PT0.2S\"}".formatted(release);
        Map<String, String> oneSlotReplacedOnce =
                Map.of("takt.slots", "1", "takt.slots.replaced.max", "1", "takt.abandon.grace", "PT0.2S");
        try (ServerUnderTest server = ServerUnderTest.named(
                "health", oneSlotReplacedOnce, Map.of(), List.of(war(folder.resolve("deaf.war"))))) {
            server.start();
            awaitWorker(server, "UP", 0);
            JsonNode owner = check(server.readiness(), "takt-owner");
            assertThat(owner.path("status").asText()).isEqualTo("UP");
            assertThat(owner.at("/data/ownsHere").asBoolean()).isTrue();
            assertThat(owner.at("/data/withoutOwner").asText()).isEmpty();

            server.api().submit(task);
            JsonNode worker = awaitWorker(server, "UP", 1);
            assertThat(worker.at("/data/sentence").asText()).contains("1 thread is held", "1 slots are usable");

            server.api().submit(task);
            worker = awaitWorker(server, "DOWN", 2);
            assertThat(worker.at("/data/slots").asInt()).isZero();

            Files.createFile(release);
            awaitWorker(server, "UP", 0);
        }
    }

    private static JsonNode awaitWorker(ServerUnderTest server, String status, int stuck) {
        return Awaitility.await("takt-worker is " + status + " with " + stuck + " stuck")
                .atMost(ABANDON_LIMIT)
                .until(
                        () -> check(server.readiness(), "takt-worker"),
                        check -> check.path("status").asText().equals(status)
                                && check.at("/data/stuck").asInt(-1) == stuck);
    }

    private static JsonNode check(JsonNode readiness, String name) {
        for (JsonNode check : readiness.path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("There is no check '" + name + "' in " + readiness);
    }

    private static Path war(Path target) {
        ShrinkWrap.create(WebArchive.class, "deaf.war")
                .addClass(DeafHandler.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .as(ZipExporter.class)
                .exportTo(target.toFile(), true);
        return target;
    }
}
