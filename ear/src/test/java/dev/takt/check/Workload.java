package dev.takt.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.ClusterUnderTest;
import dev.takt.server.TaktApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A client of a cluster that submits recorded tasks with keys while things go wrong, and submits again, to another node,
 * what was not answered: the key makes that safe. Beside it a schedule makes a task each second, which must go on after
 * whatever went wrong.
 */
public final class Workload {
    private static final String TRIGGERED =
            """
            {"handler":"recording","payload":1,"retry":{"attempts":1},"triggers":[{"name":"tick","every":"PT1S"}]}""";

    private static final String WITHOUT_TRIGGERS = "{\"handler\":\"recording\"}";

    private static final int BATCH = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ClusterUnderTest cluster;
    private final String name = "work-" + NAMES.incrementAndGet() + "-";
    private final int tasks;
    private final int taskMillis;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private int crashesBefore;
    private Thread client;
    private volatile RuntimeException failure;

    /**
     * @param tasks how many to submit
     * @param taskMillis how long each takes
     */
    public Workload(ClusterUnderTest cluster, int tasks, int taskMillis) {
        this.cluster = cluster;
        this.tasks = tasks;
        this.taskMillis = taskMillis;
    }

    /** Begins to submit. */
    public Workload start() {
        crashesBefore = cluster.crashes();
        awaitDone("the schedule is made", api -> api.put(schedule(), TRIGGERED));
        client = new Thread(
                () -> {
                    try {
                        submitAll();
                    } catch (RuntimeException gaveUp) {
                        failure = gaveUp;
                    }
                },
                "client");
        client.start();
        return this;
    }

    private String schedule() {
        return "/api/v1/jobs/" + name + "schedule";
    }

    /** Asks one node after the other, until one has done it. */
    private void awaitDone(String what, Function<TaktApi, TaktApi.Answer> request) {
        AtomicInteger turn = new AtomicInteger();
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> {
                    int node = turn.getAndIncrement() % cluster.size() + 1;
                    assertThat(cluster.isAnswering(node)).as(cluster.name(node)).isTrue();
                    assertThat(request.apply(cluster.api(node)).status()).isLessThan(300);
                });
    }

    private void submitAll() {
        AtomicInteger turn = new AtomicInteger();
        for (int first = 0; first < tasks; first += BATCH) {
            List<String> keys = IntStream.range(first, Math.min(first + BATCH, tasks))
                    .mapToObj(number -> name + number)
                    .toList();
            String batch = keys.stream()
                    .map(key -> "{\"handler\":\"recording\",\"payload\":%d,\"key\":\"%s\",\"retry\":{\"attempts\":1}}"
                            .formatted(taskMillis, key))
                    .collect(Collectors.joining(",", "[", "]"));
            Awaitility.await("batch " + first + " is accepted")
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> submit(turn.getAndIncrement() % cluster.size() + 1, batch, keys));
        }
    }

    private boolean submit(int node, String batch, List<String> keys) {
        if (!cluster.isAnswering(node)) {
            return false;
        }
        TaktApi.Answer answer;
        try {
            answer = cluster.api(node).post("/api/v1/tasks/batch", batch);
        } catch (UncheckedIOException serverIsDown) {
            return false;
        }
        if (answer.status() != 200 && answer.status() != 201) {
            refused.incrementAndGet();
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            acknowledged.put(keys.get(i), answer.body().path(i).path("id").asText());
        }
        return true;
    }

    /** How many tasks have been acknowledged. */
    public int acknowledged() {
        return acknowledged.size();
    }

    /** The tasks that were acknowledged. */
    public Set<String> tasks() {
        return Set.copyOf(acknowledged.values());
    }

    /** How many batches a node that was reached has refused. */
    public int refused() {
        return refused.get();
    }

    /** Waits until so many tasks have been acknowledged. */
    public Workload awaitAcknowledged(int count) {
        Awaitility.await(count + " acknowledged").atMost(PATIENCE).until(() -> acknowledged.size() >= count);
        return this;
    }

    /** The tasks that run by the record, with the names of their nodes. */
    public Map<String, String> running() throws SQLException, IOException {
        Map<String, String> running = new HashMap<>();
        try (Connection connection = cluster.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "select t.id, n.name from task t join node n on n.id = t.node where t.state = 'RUNNING'");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                running.put(row.getString(1), row.getString(2));
            }
        }
        return running;
    }

    /** Waits until all is submitted and has ended, and checks the invariants; what is violated, in sentences. */
    public List<String> violationsAfterDrain() throws Exception {
        try {
            client.join(PATIENCE.toMillis());
            if (failure != null) {
                throw failure;
            }
            awaitScheduleGoesOn();
        } finally {
            awaitDone("the schedule ends", api -> api.put(schedule(), WITHOUT_TRIGGERS));
        }
        Awaitility.await("all tasks have ended")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(this::isDrained);
        try (Connection connection = cluster.connect()) {
            return new InvariantsChecker(connection, cluster.record())
                    .check(acknowledged, cluster.crashes() - crashesBefore);
        }
    }

    private void awaitScheduleGoesOn() throws SQLException, IOException {
        String now = cluster.ask("select now()");
        Awaitility.await("the schedule goes on")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> cluster.ask("select id from task_history where job = '" + name + "schedule' and due_at > '"
                                + now + "' limit 1")
                        != null);
    }

    /** Nothing waits or runs, and nothing that was acknowledged is still on its way to an owner. */
    private boolean isDrained() throws SQLException, IOException {
        return acknowledged.size() == tasks
                && cluster.ask("select (select count(*) from task) + (select count(*) from inbox)")
                        .equals("0");
    }
}
