package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.check.HandlerRecord;
import dev.takt.check.Workload;
import dev.takt.server.ClusterUnderTest;
import dev.takt.server.SplitNetwork;
import dev.takt.server.TaktApi;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers on two hosts that lose sight of each other; the hosts are network namespaces of this machine. */
class PartitionIT {
    private static final int TASKS = 300;
    private static final int TASK_MILLIS = 300;
    private static final int LONG_MILLIS = 12_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static SplitNetwork network;
    private static ClusterUnderTest cluster;

    @BeforeAll
    static void start() throws Exception {
        String obstacle = SplitNetwork.obstacle();
        Assumptions.assumeTrue(obstacle == null, obstacle);
        network = SplitNetwork.of(2);
        cluster = ClusterUnderTest.start("partition", 2, Map.of(), network);
        cluster.awaitWhole();
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @AfterEach
    void heal() throws Exception {
        network.heal();
        cluster.awaitWhole();
    }

    /** Both go on reporting to the record: nobody is dead, nobody is replaced, and nothing runs twice. */
    @Test
    void nodesThatOnlyLoseSightOfEachOtherKeepWhatTheyHave() throws Exception {
        int owner = cluster.owner();
        int other = 3 - owner;
        String epoch = cluster.ask("select epoch from pool_lease where pool = 'default'");
        Workload longOnes = new Workload(cluster, 40, LONG_MILLIS).start().awaitAcknowledged(40);
        Awaitility.await("long tasks run on both").atMost(LIMIT).until(() -> cluster.ask(
                        "select count(distinct node) from task")
                .equals("2"));
        List<String> sleepers = sleepers(40);
        int alone = times(other, 0);
        int ownerTogether = times(owner, 1);
        int otherTogether = times(other, 1);
        network.cut(1, 2);
        Awaitility.await("the other is alone").atMost(LIMIT).until(() -> times(other, 0) > alone);
        String id = cluster.api(other).submit("{\"handler\":\"recording\",\"payload\":1}");
        assertThat(cluster.api(owner).awaitEnd(id, LIMIT).path("state").asText())
                .isEqualTo("SUCCEEDED");
        network.heal();
        // Before that, an owner is not told of what is changed at the other node, and loads its pool again when it
        // finds out.
        Awaitility.await("they see each other again")
                .atMost(LIMIT)
                .until(() -> times(owner, 1) > ownerTogether && times(other, 1) > otherTogether);
        bothShow(sleepers);
        assertThat(longOnes.violationsAfterDrain()).isEmpty();
        assertThat(cluster.ask("select epoch from pool_lease where pool = 'default'"))
                .isEqualTo(epoch);
        HandlerRecord record = cluster.record();
        assertThat(record.starts().values()).allMatch(starts -> starts.size() == 1);
    }

    /** The owner sees neither the record nor the other node: it is replaced, and what it does afterwards is refused. */
    @Test
    void anOwnerThatIsCutOffFromEverythingIsReplaced() throws Exception {
        int owner = cluster.owner();
        int other = 3 - owner;
        Workload work = new Workload(cluster, TASKS, TASK_MILLIS).start().awaitAcknowledged(100);
        network.cut(1, 2);
        network.cutOff(owner);
        cluster.countCrash();
        Map<String, String> running = work.running();
        Awaitility.await("the other owns the pool").atMost(LIMIT).until(() -> cluster.owner() == other);
        String id = cluster.api(other).submit("{\"handler\":\"recording\",\"payload\":1}");
        assertThat(cluster.api(other).awaitEnd(id, LIMIT).path("state").asText())
                .isEqualTo("SUCCEEDED");
        network.heal();
        cluster.awaitWhole();
        assertThat(work.violationsAfterDrain()).isEmpty();
        FaultsIT.onlyWhatRanThereStartedAgain(cluster, running, owner);
    }

    /** Tasks of which nothing changes while they run, on both nodes. */
    private static List<String> sleepers(int tasks) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            ids.add(cluster.api(1).submit("{\"handler\":\"sleep\",\"payload\":{\"duration\":\"PT5M\"}}"));
        }
        Awaitility.await("both nodes run some").atMost(LIMIT).until(() -> cluster.ask(
                        "select count(distinct node) from task where handler = 'sleep' and state = 'RUNNING'")
                .equals("2"));
        return ids;
    }

    /** The live picture is whole again; then the tasks are cancelled. */
    private static void bothShow(List<String> tasks) {
        for (int node = 1; node <= 2; node++) {
            TaktApi api = cluster.api(node);
            Awaitility.await("node" + node + " shows what runs on both")
                    .atMost(LIMIT)
                    .untilAsserted(() -> {
                        Set<String> shown = new HashSet<>();
                        api.get("/api/v1/tasks/running?limit=200")
                                .expect(200)
                                .path("items")
                                .forEach(task -> shown.add(task.path("id").asText()));
                        assertThat(shown).containsAll(tasks);
                        JsonNode pool = api.get("/api/v1/pools")
                                .expect(200)
                                .path("items")
                                .path(0);
                        assertThat(pool.path("owner").asText()).isEqualTo(cluster.name(cluster.owner()));
                        assertThat(pool.path("running").asInt()).isGreaterThanOrEqualTo(tasks.size());
                    });
        }
        tasks.forEach(task ->
                cluster.api(1).post("/api/v1/tasks/" + task + "/cancel", "").expect(202));
    }

    /** How often a node has seen so many others. */
    private static int times(int node, int others) throws Exception {
        return Files.readString(cluster.log(node)).split("The group has " + others + " other nodes", -1).length;
    }
}
