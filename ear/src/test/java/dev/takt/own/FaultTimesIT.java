package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.check.HandlerRecord;
import dev.takt.server.ClusterUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from a fault until what it interrupted has started again elsewhere: measured and told, not asserted. Each
 * fault many times, beside many waiting tasks.
 */
@Tag("long")
class FaultTimesIT {
    private static final int NODES = 3;
    private static final int TASKS = 90;
    private static final String TASK = "{\"handler\":\"recording\",\"payload\":5000,\"labels\":{\"round\":\"%s\"}}";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final double NANOS_A_SECOND = 1e9;

    private static ClusterUnderTest cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = ClusterUnderTest.start("fault-times", NODES, Map.of());
        cluster.awaitWhole();
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into queue (name, pool, order_policy, weight, paused_at, paused_by, changed_at, changed_by)
                    values ('paused', 'default', 'FCFS', 100, now(), 'takt', now(), 'takt')""");
            statement.execute(
                    """
                    insert into task (id, pool, queue, priority, handler, payload, submitted_by, submitted_at, timeout_ms,
                        attempts_max, backoff_ms, backoff_factor, backoff_max_ms, attempt, lost, stopped, state, rank)
                    select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7000'
                            || '8' || lpad(to_hex(n), 15, '0'))::uuid,
                        'default', 'paused', 0, 'noop', '1', 'test', now(), 3600000, 1, 1000, 2, 3600000, 0, 0, 0, 'READY', n
                    from generate_series(1, %d) n"""
                            .formatted(Integer.getInteger("faults.waiting")));
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Does something to a node. */
    private interface Fault {
        void happenTo(int node) throws Exception;
    }

    @Test
    void aKilledOwner() throws Exception {
        measure("owner killed", cluster::owner, cluster::kill9);
    }

    @Test
    void aKilledWorker() throws Exception {
        measure("worker killed", () -> cluster.owner() % NODES + 1, cluster::kill9);
    }

    @Test
    void aFrozenOwner() throws Exception {
        measure("owner frozen", cluster::owner, cluster::freeze);
    }

    /** Chooses a node. */
    private interface Choice {
        int node() throws Exception;
    }

    private static void measure(String what, Choice victim, Fault fault) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int round = 1; round <= Integer.getInteger("faults.times"); round++) {
            seconds.addAll(once(what.replace(' ', '-') + "-" + round, victim.node(), fault));
            cluster.heal();
        }
        Collections.sort(seconds);
        System.out.printf(
                "%s, %d times beside %,d waiting tasks: %d interrupted tasks started again after %.2f s (median), %.2f s (99 %%), %.2f s (all).%n",
                what,
                Integer.getInteger("faults.times"),
                Integer.getInteger("faults.waiting"),
                seconds.size(),
                seconds.get(seconds.size() / 2),
                seconds.get((int) Math.ceil(seconds.size() * 0.99) - 1),
                seconds.get(seconds.size() - 1));
    }

    /** How many seconds after the fault each interrupted task started again; that nothing else did. */
    private static List<Double> once(String round, int victim, Fault fault) throws Exception {
        String batch = "[" + String.join(",", Collections.nCopies(TASKS, TASK.formatted(round))) + "]";
        List<String> tasks = new ArrayList<>();
        cluster.api(victim)
                .post("/api/v1/tasks/batch", batch)
                .expect(201)
                .forEach(receipt -> tasks.add(receipt.path("id").asText()));
        Awaitility.await("all have started")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> cluster.record().starts().keySet().containsAll(tasks));
        Map<String, String> nodes = nodes();
        Instant at = Instant.now();
        fault.happenTo(victim);
        Awaitility.await("all have ended").atMost(LIMIT).until(() -> cluster.ask(
                        "select count(*) from task where queue = 'default'")
                .equals("0"));
        HandlerRecord record = cluster.record();
        Map<String, Instant> starts = starts();
        List<Double> seconds = new ArrayList<>();
        for (String task : tasks) {
            if (cluster.name(victim).equals(nodes.get(task))) {
                seconds.add(Duration.between(at, starts.get(task)).toNanos() / NANOS_A_SECOND);
            } else {
                assertThat(record.starts().get(task)).as("starts of " + task).hasSize(1);
            }
        }
        assertThat(seconds).as("interrupted").isNotEmpty();
        return seconds;
    }

    /** The names of the nodes on which tasks run. */
    private static Map<String, String> nodes() throws Exception {
        Map<String, String> nodes = new HashMap<>();
        rows(
                "select t.id, n.name from task t join node n on n.id = t.node where t.state = 'RUNNING'",
                row -> nodes.put(row.getString(1), row.getString(2)));
        return nodes;
    }

    /** When the handlers of the attempts that succeeded began. */
    private static Map<String, Instant> starts() throws Exception {
        Map<String, Instant> starts = new HashMap<>();
        rows(
                "select id, started_at from task_history where state = 'SUCCEEDED'",
                row -> starts.put(row.getString(1), row.getTimestamp(2).toInstant()));
        return starts;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static void rows(String query, Row reader) throws Exception {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }
}
