package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.ClusterUnderTest;
import dev.takt.server.SharedCluster;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three real nodes on one PostgreSQL are one cluster, from whichever of them one looks. */
@ExtendWith(SharedCluster.class)
class ClusterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void eachNodeShowsAllThree(ClusterUnderTest cluster) {
        for (int node = 1; node <= cluster.size(); node++) {
            assertThat(ClusterUnderTest.activeNodes(cluster.api(node)))
                    .containsExactlyInAnyOrder("node1", "node2", "node3");
        }
    }

    @Test
    void aTaskSubmittedAtAnyNodeSucceeds(ClusterUnderTest cluster) throws Exception {
        for (int node = 1; node <= cluster.size(); node++) {
            String task = cluster.api(node).submit("{\"handler\":\"recording\",\"payload\":1}");
            for (int reader = 1; reader <= cluster.size(); reader++) {
                assertThat(cluster.api(reader).awaitEnd(task).path("state").asText())
                        .isEqualTo("SUCCEEDED");
            }
            assertThat(cluster.record().starts().get(task))
                    .as("starts of " + task)
                    .hasSize(1);
        }
    }

    @Test
    void aKilledNodeIsMissedAndComesBack(ClusterUnderTest cluster) throws Exception {
        cluster.kill9(3);
        Awaitility.await("node3 is missed").atMost(LIMIT).untilAsserted(() -> assertThat(
                        ClusterUnderTest.activeNodes(cluster.api(1)))
                .containsExactlyInAnyOrder("node1", "node2"));
        cluster.restart(3);
        cluster.awaitWhole();
        String task = cluster.api(3).submit("{\"handler\":\"recording\",\"payload\":1}");
        assertThat(cluster.api(1).awaitEnd(task).path("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void nobodyIsRefusedWhoHasTheSecret(ClusterUnderTest cluster) throws Exception {
        for (int node = 1; node <= cluster.size(); node++) {
            assertThat(Files.readString(cluster.log(node))).doesNotContain("Refused a message from");
        }
    }
}
