package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.ClusterUnderTest;
import dev.takt.server.SharedCluster;
import dev.takt.server.TaktApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every node shows the whole cluster, whoever owns and whoever works. */
@ExtendWith(SharedCluster.class)
class LivePictureIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LONG_SLEEP = "{\"handler\":\"sleep\",\"payload\":{\"duration\":\"PT2M\"}}";
    private static final int TASKS = 6;

    @Test
    void everyNodeShowsWhatRunsAnywhereAndHowThePoolStands(ClusterUnderTest cluster) {
        Set<String> tasks = new HashSet<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(cluster.api(1).submit(LONG_SLEEP));
        }
        try {
            for (int node = 1; node <= cluster.size(); node++) {
                TaktApi api = cluster.api(node);
                await("node " + node + " shows what runs", () -> {
                    List<JsonNode> running = items(api, "/api/v1/tasks/running");
                    assertThat(running)
                            .extracting(task -> task.path("id").asText())
                            .containsAll(tasks);
                    assertThat(running)
                            .extracting(task -> task.path("node").asText())
                            .contains("node1", "node2", "node3");
                    assertThat(running)
                            .extracting(task -> task.path("message").asText())
                            .contains("Sleeping.");
                });
                await("node " + node + " knows the pool", () -> {
                    JsonNode pool = items(api, "/api/v1/pools").get(0);
                    assertThat(pool.path("owner").asText()).startsWith("node");
                    assertThat(pool.path("running").asInt()).isGreaterThanOrEqualTo(TASKS);
                    assertThat(pool.path("slots").asInt()).isEqualTo(3 * 64);
                    assertThat(api.get("/api/v1/stats")
                                    .expect(200)
                                    .at("/live/RUNNING")
                                    .asInt())
                            .isGreaterThanOrEqualTo(TASKS);
                });
            }
        } finally {
            tasks.forEach(task ->
                    cluster.api(2).post("/api/v1/tasks/" + task + "/cancel", "").expect(202));
        }
    }

    @Test
    void aFrozenNodeIsMissedAndSeesEverybodyWhenItThaws(ClusterUnderTest cluster) throws Exception {
        cluster.freeze(3);
        try {
            await("node3 is missed", () -> assertThat(ClusterUnderTest.activeNodes(cluster.api(1)))
                    .containsExactlyInAnyOrder("node1", "node2"));
        } finally {
            cluster.thaw(3);
        }
        for (int node = 1; node <= cluster.size(); node++) {
            TaktApi api = cluster.api(node);
            await("node " + node + " shows all three", () -> assertThat(ClusterUnderTest.activeNodes(api))
                    .containsExactlyInAnyOrder("node1", "node2", "node3"));
        }
    }

    @Test
    void aDrainingNodeIsShownEverywhereAndIsGivenNothing(ClusterUnderTest cluster) {
        String node2 = items(cluster.api(1), "/api/v1/nodes").stream()
                .filter(node -> node.path("name").asText().equals("node2")
                        && node.path("state").asText().equals("ACTIVE"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        cluster.api(1).post("/api/v1/nodes/" + node2 + "/drain", "").expect(200);
        try {
            for (int node = 1; node <= cluster.size(); node++) {
                awaitState(cluster.api(node), node2, "DRAINING");
            }
            List<String> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                tasks.add(cluster.api(3).submit("{\"handler\":\"recording\",\"payload\":1}"));
            }
            for (String task : tasks) {
                cluster.api(3).awaitEnd(task);
                assertThat(items(cluster.api(3), "/api/v1/tasks/" + task + "/attempts"))
                        .extracting(attempt -> attempt.path("node").asText())
                        .doesNotContain(node2, "node2");
            }
        } finally {
            cluster.api(3).post("/api/v1/nodes/" + node2 + "/activate", "").expect(200);
        }
        for (int node = 1; node <= cluster.size(); node++) {
            awaitState(cluster.api(node), node2, "ACTIVE");
        }
    }

    private static void awaitState(TaktApi api, String id, String state) {
        await(id + " is " + state, () -> assertThat(items(api, "/api/v1/nodes"))
                .anyMatch(node -> node.path("id").asText().equals(id)
                        && node.path("state").asText().equals(state)));
    }

    private static List<JsonNode> items(TaktApi api, String path) {
        List<JsonNode> items = new ArrayList<>();
        api.get(path).expect(200).path("items").forEach(items::add);
        return items;
    }

    private static void await(String what, org.awaitility.core.ThrowingRunnable asserted) {
        Awaitility.await(what).atMost(LIMIT).untilAsserted(asserted);
    }
}
