package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.ClusterUnderTest;
import dev.takt.server.SharedCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jgroups.JChannel;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three real nodes on one PostgreSQL are one cluster, from whichever of them one looks. */
@ExtendWith(SharedCluster.class)
class ClusterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int POOLS = 6;

    /** Some rounds in which each owner looks whether it ought to be one. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    /** What WildFly calls the cluster of its channel. */
    private static final String CHANNEL = "ejb";

    private static final String REFUSED = "Refused a message from";

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

    /** Six pools are spread over the nodes by their names; node3's go to the others when it dies, and come back with it. */
    @Test
    void aKilledNodeIsMissedAndComesBackToItsPools(ClusterUnderTest cluster) throws Exception {
        for (int pool = 1; pool <= POOLS; pool++) {
            cluster.api(1).put("/api/v1/pools/spread-" + pool, "{}").expect(200);
        }
        // Whoever sees a new pool first takes it, and hands it over to whom it ought to belong.
        Map<String, List<String>> seen = new TreeMap<>();
        Awaitility.await("each pool has its owner").atMost(LIMIT).during(QUIET).until(() -> {
            Map<String, List<String>> now = owners(cluster);
            boolean same = now.equals(seen);
            seen.clear();
            seen.putAll(now);
            return same && now.values().stream().mapToInt(List::size).sum() == POOLS;
        });
        Map<String, List<String>> before = owners(cluster);
        assertThat(before.keySet()).containsExactlyInAnyOrder("node1", "node2", "node3");
        cluster.kill9(3);
        Awaitility.await("node3 is missed").atMost(LIMIT).untilAsserted(() -> assertThat(
                        ClusterUnderTest.activeNodes(cluster.api(1)))
                .containsExactlyInAnyOrder("node1", "node2"));
        Awaitility.await("its pools have other owners").atMost(LIMIT).untilAsserted(() -> {
            Map<String, List<String>> now = owners(cluster);
            assertThat(now.get("node1")).containsAll(before.get("node1"));
            assertThat(now.get("node2")).containsAll(before.get("node2"));
            assertThat(now.get("node1").size() + now.get("node2").size()).isEqualTo(POOLS);
        });
        cluster.restart(3);
        cluster.awaitWhole();
        Awaitility.await("it owns its pools again").atMost(LIMIT).until(() -> owners(cluster)
                .equals(before));
        String task = cluster.api(3).submit("{\"handler\":\"recording\",\"payload\":1}");
        assertThat(cluster.api(1).awaitEnd(task).path("state").asText()).isEqualTo("SUCCEEDED");
    }

    /** The pools of these tests by the names of their owners' servers. */
    private static Map<String, List<String>> owners(ClusterUnderTest cluster) throws Exception {
        Map<String, List<String>> owners = new TreeMap<>();
        for (int pool = 1; pool <= POOLS; pool++) {
            String owner = cluster.ask("select n.name from pool_lease l join node n on n.id = l.owner"
                    + " where n.left_at is null and l.pool = 'spread-" + pool + "'");
            if (owner != null) {
                owners.computeIfAbsent(owner, name -> new ArrayList<>()).add("spread-" + pool);
            }
        }
        return owners;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The stranger knows where the nodes are and how they speak, but not the secret. */
    @Test
    void onlyWhoHasTheSecretIsHeard(ClusterUnderTest cluster) throws Exception {
        for (int node = 1; node <= cluster.size(); node++) {
            assertThat(Files.readString(cluster.log(node))).doesNotContain(REFUSED);
        }
        TCP transport = new TCP();
        transport.setBindAddress(InetAddress.getLoopbackAddress()).setBindPort(freePort());
        TCPPING discovery = new TCPPING();
        discovery
                .setInitialHosts2(List.of(new IpAddress(InetAddress.getLoopbackAddress(), cluster.groupPort(1))))
                .setPortRange(0);
        try (JChannel stranger = new JChannel(
                transport,
                discovery,
                new NAKACK4(),
                new UNICAST4(),
                new GMS().setJoinTimeout(1_000).setMaxJoinAttempts(2),
                new FRAG4())) {
            stranger.connect(CHANNEL);
            Awaitility.await("it is refused").atMost(LIMIT).until(() -> Files.readString(cluster.log(1))
                    .contains(REFUSED));
            assertThat(stranger.getView().getMembers()).containsExactly(stranger.getAddress());
        }
        for (int node = 1; node <= cluster.size(); node++) {
            assertThat(ClusterUnderTest.activeNodes(cluster.api(node)))
                    .containsExactlyInAnyOrder("node1", "node2", "node3");
        }
    }
}
