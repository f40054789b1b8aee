package dev.takt.record;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.pool.Specs;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoneTaskTest {
    private static final long NOW = Micros.of(Instant.parse("2026-11-22T06:00:00.123456Z"));
    private static final String NODE = "node-1";

    private final Database database = TestDatabase.postgres().database();
    private PoolMachine machine;
    private long epoch;

    @BeforeEach
    void takeThePool() {
        execute("delete from task");
        execute("update pool_lease set owner = null, owner_name = null where pool = 'default'");
        epoch = database.inTransaction(connection -> Leases.take(connection, "default", NODE, "server-1"))
                .getAsLong();
        machine = new PoolMachine(new PoolSettings("default", "LEAST_LOADED", "WEIGHTED_FAIR", 3), epoch, false);
        machine.load(
                new QueueSettings("default", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false), Set.of());
    }

    private void execute(String sql) {
        database.inTransaction(connection -> TestDatabase.execute(connection, sql));
    }

    private Decision decide(Command... commands) {
        return machine.decide(List.of(commands), NOW);
    }

    private static Command submit(TaskSpec... tasks) {
        return new Command.Submit(List.of(tasks), Ticket.NONE);
    }

    private boolean insert(Task task) {
        return database.once(connection -> LoneTask.insert(connection, "default", NODE, epoch, task));
    }

    /** All columns of the only task. */
    private Map<String, Object> row() {
        return database.query(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select * from task")) {
                assertThat(rows.next()).isTrue();
                Map<String, Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.put(rows.getMetaData().getColumnName(column), rows.getObject(column));
                }
                assertThat(rows.next()).isFalse();
                return row;
            }
        });
    }

    private boolean holds(String query) {
        return database.query(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(query)) {
                return rows.next();
            }
        });
    }

    private void isWrittenAsOneOfMany(Decision decision) {
        assertThat(LoneTask.is(decision)).isTrue();
        assertThat(insert(decision.inserted().get(0))).isTrue();
        Map<String, Object> alone = row();
        execute("delete from task");
        database.inTransaction(connection -> {
            TaskWriter.write(connection, decision);
            return null;
        });
        assertThat(alone).isEqualTo(row());
    }

    @Test
    void oneThatStartsIsWrittenAsOneOfMany() {
        decide(new Command.NodeUp(NodeFacts.plain(NODE, 1, Set.of("noop"))));
        Decision decision = decide(submit(aTask().submittedAt(NOW).spec()));
        assertThat(decision.started()).hasSize(1);
        isWrittenAsOneOfMany(decision);
    }

    @Test
    void oneThatWaitsIsWrittenAsOneOfMany() {
        isWrittenAsOneOfMany(decide(submit(aTask().withPayload("{\"a\":\"ä\"}")
                .asking(new Demand(0, 0, 500, 64, null, "g", Map.of(), Map.of()))
                .ofPriority(-7)
                .submittedAt(NOW)
                .expiringAt(NOW + 9_000_001)
                .attempts(4)
                .spec())));
    }

    /** Ranks and time-outs have up to 63 bits, of which a double would keep 53. */
    @Test
    void largeNumbersKeepTheirLastDigit() {
        isWrittenAsOneOfMany(
                decide(submit(plain().timingOutAfter((1L << 60) + 1).spec())));
        assertThat(row()).containsEntry("timeout_ms", (1L << 60) + 1);
    }

    @Test
    void nothingIsWrittenWhenAnotherOwnsThePool() {
        Decision decision = decide(submit(aTask().submittedAt(NOW).spec()));
        execute("update pool_lease set owner = null where pool = 'default'");
        assertThat(insert(decision.inserted().get(0))).isFalse();
        assertThat(holds("select 1 from task")).isFalse();
    }

    /** On one connection, whose driver keeps a statement prepared from its fifth use on. */
    @Test
    void oneIsWrittenAfterTheOther() {
        database.inTransaction(connection -> {
            for (int turn = 0; turn < 10; turn++) {
                Specs specs = turn % 2 == 0 ? plain().ofJob("j") : plain();
                Task task = decide(submit(specs.spec())).inserted().get(0);
                assertThat(LoneTask.insert(connection, "default", NODE, epoch, task))
                        .isTrue();
            }
            return null;
        });
        assertThat(holds("select 1 from task having count(*) = 10")).isTrue();
    }

    @Test
    void whoHadToWaitForATakeOverWritesNothing() throws Exception {
        Task task = decide(submit(plain().spec())).inserted().get(0);
        CompletableFuture<Boolean> late = database.inTransaction(taker -> {
            TestDatabase.execute(
                    taker, "update pool_lease set owner = 'other', epoch = epoch + 1 where pool = 'default'");
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> insert(task));
            await().until(() -> holds("select 1 from pg_locks where not granted"));
            return waiting;
        });
        assertThat(late.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(holds("select 1 from task")).isFalse();
    }

    @Test
    void theLeaseIsNotRenewedWhenTheRowIsRefused() {
        Decision decision = decide(submit(aTask().submittedAt(NOW).spec()));
        Task task = decision.inserted().get(0);
        insert(task);
        execute("update pool_lease set renewed_at = timestamp with time zone '2020-01-01 00:00:00+00'"
                + " where pool = 'default'");
        assertThatThrownBy(() -> insert(task)).isInstanceOf(RecordException.class);
        assertThat(holds("select 1 from pool_lease where pool = 'default' and extract(year from renewed_at) = 2020"))
                .isTrue();
    }

    @Test
    void whatNeedsMoreThanARowDoesNotComeAlone() {
        assertThat(LoneTask.is(decide(submit(plain().keyed("k").spec())))).isFalse();
        assertThat(LoneTask.is(decide(submit(plain().labelled("{\"k\":\"v\"}").spec()))))
                .isFalse();
        assertThat(LoneTask.is(decide(submit(plain().spec(), plain().spec())))).isFalse();
        String large = "\"" + "x".repeat(1_000) + "\"";
        assertThat(LoneTask.is(decide(submit(plain().withPayload(large).spec()))))
                .isFalse();
        assertThat(LoneTask.is(decide())).isFalse();
    }

    @Test
    void oneThatComesWithAnEndDoesNotComeAlone() {
        decide(new Command.NodeUp(NodeFacts.plain(NODE, 1, Set.of("noop"))));
        Task running = decide(submit(plain().spec())).started().get(0);
        Instant start = Instant.now();
        Decision both = decide(
                submit(plain().spec()),
                new Command.Report(
                        NODE,
                        new AttemptReport(
                                running.id(),
                                running.token(),
                                AttemptOutcome.SUCCEEDED,
                                null,
                                null,
                                true,
                                null,
                                start,
                                start)));
        assertThat(both.inserted()).hasSize(1);
        assertThat(LoneTask.is(both)).isFalse();
    }

    private static Specs plain() {
        return aTask().submittedAt(NOW);
    }
}
