package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.check.Workload;
import dev.takt.server.ClusterUnderTest;
import dev.takt.server.SharedCluster;
import dev.takt.server.TaktApi;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that are taken out of service, or stopped, cost nothing: nobody is refused, and nothing runs twice. */
@ExtendWith(SharedCluster.class)
class DrainIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Long enough for each node to be given something. */
    private static final int ENOUGH_TASKS = 40;

    @Test
    void aDrainedNodeBecomesEmptyUnderLoadAndTakesTasksAgainWhenItIsActivated(ClusterUnderTest cluster)
            throws Exception {
        int drained = cluster.owner();
        TaktApi other = cluster.api(other(cluster, drained));
        Load load = new Load(apis(cluster, 0));
        try (load) {
            awaitTasks(load, ENOUGH_TASKS);
            String id = node(other, cluster.name(drained)).path("id").asText();
            JsonNode answer = other.post("/api/v1/nodes/" + id + "/drain", null).expect(200);
            assertThat(answer.path("state").asText()).isEqualTo("DRAINING");
            Awaitility.await("the node is empty")
                    .atMost(LIMIT)
                    .until(() -> runningAt(cluster, id) == 0
                            && node(other, cluster.name(drained))
                                            .path("running")
                                            .asInt()
                                    == 0);
            assertThat(cluster.owner()).as("another node owns the pool").isNotEqualTo(drained);
            int before = load.accepted().size();
            awaitTasks(load, before + ENOUGH_TASKS);
            assertThat(runningAt(cluster, id)).as("it is given nothing").isZero();

            other.post("/api/v1/nodes/" + id + "/activate", null).expect(200);
            Awaitility.await("the node works again").atMost(LIMIT).until(() -> runningAt(cluster, id) > 0);
        }
        assertThat(load.refusals()).isEmpty();
        assertEachRanOnce(cluster, load.accepted());
        assertNothingIsWrong(cluster);
    }

    @Test
    void aNodeThatIsNotThereCannotBeDrained(ClusterUnderTest cluster) {
        JsonNode problem = cluster.api(1)
                .post("/api/v1/nodes/" + UUID.randomUUID() + "/drain", null)
                .expect(404);
        assertThat(problem.path("type").asText()).isEqualTo("urn:takt:problem:not-found");
    }

    @Test
    void aRollingRestartUnderLoadRefusesNothingAndRunsNothingTwice(ClusterUnderTest cluster) throws Exception {
        Load load = new Load(apis(cluster, 0));
        try (load) {
            for (int node = 1; node <= cluster.size(); node++) {
                awaitTasks(load, load.accepted().size() + ENOUGH_TASKS);
                load.to(apis(cluster, node));
                cluster.stop(node);
                cluster.restart(node);
                cluster.awaitWhole();
                load.to(apis(cluster, 0));
            }
        }
        assertThat(load.refusals()).isEmpty();
        assertEachRanOnce(cluster, load.accepted());
        assertNothingIsWrong(cluster);
    }

    @Test
    void aStoppingOwnerEndsWhatItRunsAndTakesWhatIsSubmittedToIt(ClusterUnderTest cluster) throws Exception {
        int owner = cluster.owner();
        TaktApi api = cluster.api(owner);
        // One for each node's share, so that the owner itself runs some.
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 3 * cluster.size(); i++) {
            tasks.add(api.submit("{\"handler\":\"recording\",\"payload\":3000}"));
        }
        String id = node(api, cluster.name(owner)).path("id").asText();
        Awaitility.await("the owner runs some").atMost(LIMIT).until(() -> runningAt(cluster, id) > 0);
        Thread stop = new Thread(() -> stop(cluster, owner), "stop");
        stop.start();
        TaktApi other = cluster.api(other(cluster, owner));
        Awaitility.await("the stopping owner drains")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        node(other, cluster.name(owner)).path("state").asText().equals("DRAINING"));
        tasks.add(api.submit("{\"handler\":\"recording\",\"payload\":200}"));
        stop.join(LIMIT.toMillis());

        assertEachRanOnce(cluster, tasks);
        assertThat(Files.readString(cluster.log(owner))).contains("This node is empty after");
        assertNothingIsWrong(cluster);
    }

    /** They would run for ever where nobody asks them. */
    @Test
    void aDrainingNodeAsksHandlersToYield(ClusterUnderTest cluster) throws Exception {
        int drained = cluster.owner();
        TaktApi other = cluster.api(other(cluster, drained));
        String id = node(other, cluster.name(drained)).path("id").asText();
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 2 * cluster.size(); i++) {
            tasks.add(other.submit("{\"handler\":\"recording\",\"payload\":true}"));
        }
        Awaitility.await("the node runs some").atMost(LIMIT).until(() -> runningAt(cluster, id) > 0);
        List<String> there = tasks.stream()
                .filter(task -> other.task(task).path("node").asText().equals(id))
                .toList();
        assertThat(there).isNotEmpty();
        try {
            other.post("/api/v1/nodes/" + id + "/drain", null).expect(200);
            for (String task : there) {
                assertThat(other.awaitEnd(task, LIMIT).path("state").asText()).isEqualTo("SUCCEEDED");
            }
            assertThat(runningAt(cluster, id)).isZero();
        } finally {
            other.post("/api/v1/nodes/" + id + "/activate", null).expect(200);
            for (String task : tasks) {
                other.post("/api/v1/tasks/" + task + "/cancel", "");
            }
        }
    }

    private static void assertNothingIsWrong(ClusterUnderTest cluster) throws Exception {
        assertThat(new Workload(cluster, 1, 1).start().violationsAfterDrain()).isEmpty();
    }

    private static void stop(ClusterUnderTest cluster, int node) {
        try {
            cluster.stop(node);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The APIs of all nodes but one; 0 for all. */
    private static List<TaktApi> apis(ClusterUnderTest cluster, int without) {
        return IntStream.rangeClosed(1, cluster.size())
                .filter(node -> node != without)
                .mapToObj(cluster::api)
                .toList();
    }

    private static int other(ClusterUnderTest cluster, int node) {
        return node % cluster.size() + 1;
    }

    private static void awaitTasks(Load load, int count) {
        Awaitility.await(count + " tasks are accepted")
                .atMost(LIMIT)
                .until(() -> load.accepted().size() >= count);
    }

    private static JsonNode node(TaktApi api, String name) {
        for (JsonNode node : api.get("/api/v1/nodes").expect(200).path("items")) {
            if (node.path("name").asText().equals(name)
                    && !node.path("state").asText().equals("GONE")) {
                return node;
            }
        }
        throw new AssertionError("There is no " + name);
    }

    private static int runningAt(ClusterUnderTest cluster, String node) throws Exception {
        return Integer.parseInt(
                cluster.ask("select count(*) from task where state = 'RUNNING' and node = '" + node + "'"));
    }

    /** By the record, and by what the handlers wrote. */
    private static void assertEachRanOnce(ClusterUnderTest cluster, Collection<String> tasks) throws Exception {
        TaktApi api = cluster.api(IntStream.rangeClosed(1, cluster.size())
                .filter(cluster::isRunning)
                .findFirst()
                .orElseThrow());
        for (String task : tasks) {
            assertThat(api.awaitEnd(task, LIMIT).path("state").asText()).isEqualTo("SUCCEEDED");
        }
        assertThat(rerun(cluster, Set.copyOf(tasks)))
                .as("tasks of more than one attempt")
                .isEmpty();
        Map<String, ?> starts = cluster.record().starts();
        for (String task : tasks) {
            assertThat((List<?>) starts.get(task)).as("starts of " + task).hasSize(1);
        }
    }

    private static List<String> rerun(ClusterUnderTest cluster, Set<String> tasks) throws Exception {
        List<String> rerun = new ArrayList<>();
        try (Connection connection = cluster.connect();
                PreparedStatement statement = connection.prepareStatement(
                        """
                        select h.id || ': attempt ' || h.attempt from task_history h where h.id = any(?) and h.attempt <> 1
                        union all select a.task || ': ' || a.error from attempt a where a.task = any(?)""")) {
            Object[] ids = tasks.stream().map(UUID::fromString).toArray();
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            statement.setArray(2, connection.createArrayOf("uuid", ids));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rerun.add(row.getString(1));
                }
            }
        }
        return rerun;
    }
}
