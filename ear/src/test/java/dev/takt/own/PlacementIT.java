package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.time.Duration;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tasks ask of nodes, over the API: the test server says zone=a, disk=ssd, four cores and 1000 MiB. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PlacementIT {
    private final TaktApi takt = TaktApi.administrator();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expected\":\"PT5S\"",
                "\"deadline\":\"2030-01-01T00:00:00Z\"",
                "\"resources\":{\"cpu\":0.5}",
                "\"resources\":{\"memoryMb\":256}",
                "\"affinityKey\":\"customer-7\"",
                "\"group\":\"nightly\"",
                "\"nodeLabels\":{\"zone\":\"a\"}",
                "\"preferLabels\":{\"zone\":\"elsewhere\"}"
            })
    void aTaskThatAsksSomethingRunsAndShowsWhatItAsked(String asked) {
        JsonNode task = takt.awaitEnd(takt.submit("{\"handler\":\"noop\"," + asked + "}"));

        assertThat(task.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(task.toString()).contains(asked);
    }

    @Test
    void aDeadlineMayBeCountedFromWhenTheTaskMayStart() {
        JsonNode task = takt.awaitEnd(takt.submit("{\"handler\":\"noop\",\"delay\":\"PT0.2S\",\"deadline\":\"PT1H\"}"));

        assertThat(Duration.between(
                        Instant.parse(task.path("submittedAt").asText()),
                        Instant.parse(task.path("deadline").asText())))
                .isEqualTo(Duration.ofHours(1).plusMillis(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nodeLabels\":{\"zone\":\"nowhere\"}",
                "\"resources\":{\"memoryMb\":1001}",
                "\"resources\":{\"cpu\":4.1}"
            })
    void aTaskThatFitsNowhereWaitsAndStopsNobodyBehindIt(String asked) {
        String stuck = takt.submit("{\"handler\":\"noop\"," + asked + "}");

        assertThat(takt.awaitEnd(takt.submit("{\"handler\":\"noop\"}"))
                        .path("state")
                        .asText())
                .isEqualTo("SUCCEEDED");
        JsonNode waits = takt.task(stuck);
        assertThat(waits.path("state").asText()).isEqualTo("READY");
        assertThat(waits.path("waiting").path("reason").asText()).isIn("NO_NODE_WITH_LABELS", "DEMAND_TOO_LARGE");
        assertThat(waits.path("waiting").path("detail").asText()).endsWith("or cancel the task.");
        takt.post("/api/v1/tasks/" + stuck + "/cancel", null);
        takt.awaitEnd(stuck);
    }

    @Test
    void memoryThatIsInUseIsGivenToTheNextWhenItIsFree() {
        String large = "{\"handler\":\"sleep\",\"payload\":{\"duration\":\"PT30S\"},\"resources\":{\"memoryMb\":600}}";
        String first = takt.submit(large);
        takt.awaitState(first, "RUNNING");
        String second = takt.submit(large);
        String small = takt.submit("{\"handler\":\"noop\",\"resources\":{\"memoryMb\":400}}");
        takt.awaitEnd(small);
        assertThat(takt.task(second).path("state").asText()).isEqualTo("READY");

        takt.post("/api/v1/tasks/" + first + "/cancel", null);
        takt.awaitState(second, "RUNNING");
        takt.post("/api/v1/tasks/" + second + "/cancel", null);
        takt.awaitEnd(second);
    }

    @Test
    void aJobSaysWhatItsTasksAsk() {
        String job =
                "{\"handler\":\"noop\",\"expected\":\"PT2S\",\"deadline\":\"PT1H\",\"nodeLabels\":{\"disk\":\"ssd\"}}";
        takt.put("/api/v1/jobs/placed", job).expect(201);
        assertThat(takt.get("/api/v1/jobs/placed").expect(200).toString()).contains("\"disk\":\"ssd\"");
        JsonNode task = takt.awaitEnd(takt.submit("{\"job\":\"placed\",\"expected\":\"PT3S\"}"));

        assertThat(task.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(task.path("expected").asText()).isEqualTo("PT3S");
        assertThat(task.path("nodeLabels").path("disk").asText()).isEqualTo("ssd");
        assertThat(task.path("deadline").asText()).isNotEmpty();
        takt.delete("/api/v1/jobs/placed");
    }

    @Test
    void everyPlacementCanBeChosenWhileThePoolRuns() {
        String placements =
                "LEAST_LOADED ROUND_ROBIN RANDOM WEIGHTED LEAST_UTILISED POWER_OF_TWO HASH BEST_FIT LOCALITY"
                        + " COLLOCATE SPREAD";
        try {
            for (String placement : placements.split(" ")) {
                JsonNode pool = takt.put("/api/v1/pools/default", "{\"placement\":\"" + placement + "\"}")
                        .expect(200);
                assertThat(pool.path("placement").asText()).isEqualTo(placement);
                assertThat(takt.awaitEnd(takt.submit("{\"handler\":\"noop\",\"group\":\"g\"}"))
                                .path("state")
                                .asText())
                        .isEqualTo("SUCCEEDED");
            }
            JsonNode problem = takt.put("/api/v1/pools/default", "{\"placement\":\"BEST\"}")
                    .expect(400);
            assertThat(problem.toString()).contains("SPREAD");
        } finally {
            takt.put("/api/v1/pools/default", "{\"placement\":\"LEAST_LOADED\"}");
        }
    }

    @Test
    void aNodeShowsItsLabels() {
        assertThat(takt.get("/api/v1/nodes").expect(200).toString())
                .contains("\"disk\":\"ssd\"")
                .contains("\"zone\":\"a\"");
    }
}
