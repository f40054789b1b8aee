package dev.takt.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the nodes of one host are told apart, and what is refused before anything starts. */
class ClusterPlanTest {
    private static final Map<String, String> POSTGRESQL = Map.of("takt.db.url", "jdbc:postgresql://127.0.0.1/takt");

    @Test
    void eachNodeHasItsOwnNameFolderAndPortsAndKnowsAll() {
        ClusterPlan plan = plan(2, POSTGRESQL);
        ServerStart second = plan.node(2, Map.of("TAKT_CLUSTER_SECRET", "a secret of good length"));
        assertThat(second.name()).isEqualTo("node2");
        assertThat(second.httpPort()).isEqualTo(8280);
        assertThat(second.managementPort()).isEqualTo(10190);
        assertThat(second.folder().path()).isEqualTo(Path.of("/cluster/node2"));
        assertThat(second.environment()).containsKey("TAKT_CLUSTER_SECRET");
        assertThat(second.properties())
                .containsEntry("takt.cluster.hosts", "127.0.0.1[7700],127.0.0.1[7800]")
                .containsEntry("takt.db.kind", "postgresql")
                .containsEntry("jboss.tx.node.id", "node2");
    }

    @Test
    void onlyWhoIsKnownToBeAloneDoesNotLookForOthers() {
        assertThat(plan(1, POSTGRESQL).node(1, Map.of()).properties()).containsEntry("takt.cluster.join.millis", "1");
        assertThat(plan(1, Map.of()).node(1, Map.of()).properties()).containsKey("takt.cluster.join.millis");
        assertThat(plan(2, POSTGRESQL).node(1, Map.of()).properties()).doesNotContainKey("takt.cluster.join.millis");
    }

    @Test
    void severalNodesOnH2AreRefused() {
        ClusterPlan plan = plan(2, Map.of());
        assertThatThrownBy(() -> plan.node(1, Map.of()))
                .hasMessageContaining("H2 serves one node only")
                .hasMessageContaining("-Dtakt.db.url=jdbc:postgresql:");
    }

    @Test
    void aNumberOfNodesBeyondOneHostIsRefused() {
        assertThatThrownBy(() -> plan(10, POSTGRESQL)).hasMessageContaining("-Dnodes=N");
        assertThatThrownBy(() -> plan(0, POSTGRESQL)).hasMessageContaining("-Dnodes=N");
    }

    private static ClusterPlan plan(int nodes, Map<String, String> properties) {
        return new ClusterPlan(Path.of("/wildfly"), Path.of("/cluster"), nodes, 100, 512, properties);
    }
}
