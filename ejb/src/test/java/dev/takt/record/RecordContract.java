package dev.takt.record;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Slices;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskIds;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.row.NodeRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the record promises to an owner, on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecordContract {
    private static final long NOW = micros(Instant.now());

    private TestDatabase test;
    private Database database;
    private PoolMachine machine;

    abstract TestDatabase open();

    @BeforeAll
    void openDatabase() {
        test = open();
        database = test.database();
    }

    @BeforeEach
    void emptyMachine() {
        machine = new PoolMachine(new PoolSettings("default", "LEAST_LOADED", "WEIGHTED_FAIR", 3), epoch(), false);
        machine.load(
                new QueueSettings("default", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false), Set.of());
        execute("delete from task");
        execute("delete from task_history");
        execute("delete from task_count");
        execute("delete from task_key");
        execute("delete from task_label");
        execute("delete from attempt");
    }

    private long epoch = 0;

    private long epoch() {
        return ++epoch;
    }

    private void execute(String sql) {
        database.inTransaction(connection -> TestDatabase.execute(connection, sql));
    }

    private Decision decideAndWrite(long atMicros, Command... commands) {
        Decision decision = machine.decide(List.of(commands), atMicros);
        database.inTransaction(connection -> {
            TaskWriter.write(connection, decision);
            return null;
        });
        return decision;
    }

    private List<Task> running() {
        return database.query(connection -> TaskReader.running(connection, "default"));
    }

    private Map<TaskState, Long> totals() {
        return database.query(connection -> CountRows.totals(connection, List.of("default")));
    }

    private Map<String, Map<String, Long>> countReady() {
        return database.query(connection -> TaskReader.countReady(connection, "default"));
    }

    private static Command submit(TaskSpec... tasks) {
        return new Command.Submit(List.of(tasks), Ticket.NONE);
    }

    private static Command node(int slots) {
        return new Command.NodeUp(NodeFacts.plain("node-1", slots, Set.of("noop")));
    }

    private static Command report(Task task, AttemptOutcome outcome, String result, String error) {
        Instant start = instant(task.startedMicros());
        return new Command.Report(
                task.node(),
                new AttemptReport(
                        task.id(), task.token(), outcome, result, error, true, null, start, start.plusMillis(5)));
    }

    @Test
    void aWaitingTaskIsReadBackAsItWasWritten() {
        TaskSpec spec = aTask().withPayload("{\"a\":1}")
                .labelled("{\"k\":\"v\"}")
                .keyed("key-1")
                .ofPriority(7)
                .submittedAt(NOW)
                .expiringAt(NOW + 9_000_000)
                .attempts(4)
                .spec();
        decideAndWrite(NOW, submit(spec));

        Task read = database.query(connection -> TaskReader.byId(connection, List.of(spec.id())))
                .get(spec.id());

        assertThat(read.spec()).isEqualTo(spec);
        assertThat(read.state()).isEqualTo(TaskState.READY);
        assertThat(read.rank()).isEqualTo(NOW);
    }

    @Test
    void tasksOfSeveralKindsAreWrittenTogetherAndReadBackEachAsItWas() {
        List<TaskSpec> specs = List.of(
                aTask().withPayload("1").submittedAt(NOW).spec(),
                aTask().withPayload("2").ofPriority(7).submittedAt(NOW).spec(),
                aTask().withPayload("3").submittedAt(NOW).spec(),
                aTask().withPayload("4").attempts(9).submittedAt(NOW).spec(),
                aTask().withPayload("5").ofPriority(7).submittedAt(NOW).spec());
        decideAndWrite(NOW, submit(specs.toArray(TaskSpec[]::new)));

        List<UUID> ids = specs.stream().map(TaskSpec::id).toList();
        Map<UUID, Task> read = database.query(connection -> TaskReader.byId(connection, ids));

        assertThat(ids).map(id -> read.get(id).spec()).isEqualTo(specs);
    }

    @Test
    void aDemandIsReadBackLiveFromTheInboxAndFromTheHistory() {
        Demand demand = new Demand(
                5_000_000,
                NOW + 60_000_000,
                500,
                256,
                "customer-7",
                "night \"run\"",
                Map.of("zone", "a", "disk", "ssd"),
                Map.of("rack", "r1"));
        TaskSpec spec = aTask().asking(demand).submittedAt(NOW).spec();
        TaskSpec plain = aTask().submittedAt(NOW).spec();
        List<UUID> ids = List.of(spec.id(), plain.id());
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(spec), "tester");
            return null;
        });
        TaskSpec inInbox = database.query(connection -> InboxRows.byId(connection, spec.id()));
        assertThat(inInbox).isEqualTo(spec);

        decideAndWrite(NOW, submit(spec, plain));
        Map<UUID, Task> live = database.query(connection -> TaskReader.byId(connection, ids));
        assertThat(live.get(spec.id()).spec()).isEqualTo(spec);
        assertThat(live.get(plain.id()).spec().demand()).isEqualTo(Demand.NONE);

        for (UUID id : ids) {
            decideAndWrite(NOW, new Command.Cancel(id, null, "tester", Ticket.NONE));
        }
        TaskSearch search = new TaskSearch(database);
        assertThat(search.find(spec.id()).orElseThrow().demand()).isEqualTo(demand);
        assertThat(search.find(plain.id()).orElseThrow().demand()).isEqualTo(Demand.NONE);
    }

    @Test
    void aNodeIsReadAsItRegistered() {
        NodeRow row = new NodeRow();
        row.id = "node-7";
        row.name = "seven";
        row.address = "127.0.0.1";
        row.labels = "{\"zone\":\"a\"}";
        row.weight = 3;
        row.cpuMillis = 4_000;
        row.memoryMb = 512;
        row.slots = 8;
        row.cpuLoad = 0.25;
        row.handlers = "noop sleep";
        row.startedAt = Instant.now();
        row.renewedAt = Instant.now();
        database.inSession(session -> session.insert(row));

        List<NodeFacts> present = database.query(NodeRows::present);
        assertThat(present)
                .containsExactly(new NodeFacts(
                        "node-7",
                        "seven",
                        8,
                        Set.of("noop", "sleep"),
                        Map.of("zone", "a"),
                        3,
                        4_000,
                        512,
                        0.25,
                        false));

        assertThat(setDraining(true)).isTrue();
        assertThat(setDraining(true)).as("it drains already").isFalse();
        assertThat(database.query(NodeRows::present)).allMatch(NodeFacts::draining);
        database.inTransaction(c -> {
            NodeRows.leave(c, "node-7");
            return null;
        });
        assertThat(setDraining(false)).as("it has left").isFalse();
    }

    private boolean setDraining(boolean draining) {
        return database.inTransaction(connection -> NodeRows.setDraining(connection, "node-7", draining));
    }

    @Test
    void aTaskThatCanStartAtOnceIsWrittenOnceAsRunning() {
        TaskSpec spec = aTask().submittedAt(NOW).spec();
        Decision decision = decideAndWrite(NOW, node(1), submit(spec));

        assertThat(decision.started()).hasSize(1);
        List<Task> running = running();
        assertThat(running).hasSize(1);
        assertThat(running.get(0).token()).isEqualTo(decision.started().get(0).token());
        assertThat(running.get(0).node()).isEqualTo("node-1");
    }

    @Test
    void anEndedTaskMovesToTheHistoryAndIsCounted() {
        TaskSpec spec = aTask().withPayload("{}").submittedAt(NOW).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);
        decideAndWrite(NOW + 10, report(task, AttemptOutcome.SUCCEEDED, "{\"r\":2}", null));

        TaskDetail detail = new TaskSearch(database).find(spec.id()).orElseThrow();
        assertThat(detail.summary().state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(detail.result()).isEqualTo("{\"r\":2}");
        assertThat(detail.payload()).isEqualTo("{}");
        assertThat(running()).isEmpty();
        assertThat(totals()).isEqualTo(Map.of(TaskState.SUCCEEDED, 1L));
        assertThat(new TaskSearch(database).attempts(spec.id()))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.SUCCEEDED));
    }

    @Test
    void aFailedAttemptIsKeptAndTheTaskScheduledAgain() {
        TaskSpec spec = aTask().submittedAt(NOW).attempts(2).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);
        decideAndWrite(NOW + 10, report(task, AttemptOutcome.FAILED, null, "no luck"));

        TaskDetail detail = new TaskSearch(database).find(spec.id()).orElseThrow();
        assertThat(detail.summary().state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(detail.summary().error()).isEqualTo("no luck");
        assertThat(detail.summary().dueAt()).isAfter(instant(NOW));
        assertThat(new TaskSearch(database).attempts(spec.id())).hasSize(1);
        List<Task> scheduled = database.query(
                connection -> TaskReader.schedule(connection, "default", Long.MIN_VALUE, new UUID(0, 0), 10));
        assertThat(scheduled).extracting(Task::id).containsExactly(spec.id());
    }

    @Test
    void countsOfAMinuteAddUp() {
        for (int i = 0; i < 3; i++) {
            Task task = decideAndWrite(
                            NOW, node(1), submit(aTask().submittedAt(NOW).spec()))
                    .started()
                    .get(0);
            decideAndWrite(NOW + 10, report(task, AttemptOutcome.SUCCEEDED, null, null));
        }
        List<CountRows.Cell> cells = database.query(connection -> CountRows.sinceByMinute(
                connection, List.of("default"), instant(NOW).minusSeconds(120)));
        assertThat(cells.stream().mapToLong(CountRows.Cell::tasks).sum()).isEqualTo(3);
    }

    @Test
    void aKeyTellsTheTaskThatItMade() {
        TaskSpec spec = aTask().keyed("order-1").submittedAt(NOW).spec();
        decideAndWrite(NOW, submit(spec));

        var known = database.query(connection -> TaskReader.known(connection, List.of("order-1", "order-2")));

        assertThat(known).containsOnlyKeys("order-1");
        assertThat(known.get("order-1").id()).isEqualTo(spec.id().toString());
        assertThat(known.get("order-1").state()).isEqualTo(TaskState.READY);
    }

    @Test
    void aLineIsReadInOrderFromAPlaceOn() {
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            specs.add(aTask().submittedAt(NOW + 9 - i).spec());
        }
        decideAndWrite(NOW + 20, submit(specs.toArray(TaskSpec[]::new)));

        List<Task> first = database.query(
                connection -> TaskReader.line(connection, "default", "noop", Long.MIN_VALUE, new UUID(0, 0), 4));
        Task last = first.get(3);
        List<Task> next = database.query(
                connection -> TaskReader.line(connection, "default", "noop", last.rank(), last.id(), 100));

        assertThat(first).extracting(Task::rank).containsExactly(NOW, NOW + 1, NOW + 2, NOW + 3);
        assertThat(next).hasSize(6).extracting(Task::rank).startsWith(NOW + 4).isSorted();
        assertThat(countReady()).isEqualTo(Map.of("default", Map.of("noop", 10L)));
    }

    @Test
    void aLongPayloadStaysInTheRecordUntilItIsAskedFor() {
        String payload = "\"" + "x".repeat(5_000) + "\"";
        TaskSpec spec = aTask().withPayload(payload).submittedAt(NOW).spec();
        decideAndWrite(NOW, submit(spec));

        Task read = database.query(connection -> TaskReader.byId(connection, List.of(spec.id())))
                .get(spec.id());

        assertThat(read.payloadInRecord()).isTrue();
        assertThat(read.spec().payload()).isNull();
        Map<UUID, String> payloads = database.query(connection -> TaskReader.payloads(connection, List.of(spec.id())));
        assertThat(payloads).containsEntry(spec.id(), payload);
    }

    @Test
    void tasksWhoseTimeToLiveIsOverAreFound() {
        TaskSpec dead = aTask().submittedAt(NOW).expiringAt(NOW + 1).spec();
        TaskSpec alive = aTask().submittedAt(NOW).expiringAt(NOW + 100).spec();
        decideAndWrite(NOW, submit(dead, alive));

        List<Task> expired = database.query(connection -> TaskReader.expired(connection, "default", NOW + 50, 10));
        assertThat(expired).extracting(Task::id).containsExactly(dead.id());
        decideAndWrite(NOW + 50, new Command.Expire(expired));

        assertThat(new TaskSearch(database)
                        .find(dead.id())
                        .orElseThrow()
                        .summary()
                        .state())
                .isEqualTo(TaskState.EXPIRED);
    }

    @Test
    void aTaskThatIsMadeAndCancelledInOneRoundIsInTheHistory() {
        TaskSpec spec = aTask().submittedAt(NOW).spec();
        decideAndWrite(NOW, submit(spec), new Command.Cancel(spec.id(), null, "ops", Ticket.NONE));

        assertThat(new TaskSearch(database)
                        .find(spec.id())
                        .orElseThrow()
                        .summary()
                        .state())
                .isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void pagesFollowEachOtherOverLiveAndEndedTasks() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            TaskSpec spec = aTask().labelled("{\"k\":\"v\"}").submittedAt(NOW).spec();
            ids.add(0, spec.id());
            Decision decision = decideAndWrite(NOW, node(1), submit(spec));
            if (i % 2 == 0) {
                decideAndWrite(NOW + 1, report(decision.started().get(0), AttemptOutcome.SUCCEEDED, null, null));
            } else {
                decideAndWrite(NOW + 1, new Command.NodeGone("node-1", false));
                decideAndWrite(NOW + 2, new Command.Cancel(spec.id(), null, "ops", Ticket.NONE));
            }
        }
        TaskSearch search = new TaskSearch(database);
        List<UUID> found = new ArrayList<>();
        UUID after = null;
        do {
            Page<TaskSummary> page =
                    search.list(new TaskFilter(Set.of(), "default", null, "k=v", null, null, after, 3));
            page.items().forEach(task -> found.add(task.id()));
            after = page.next() == null ? null : UUID.fromString(page.next());
        } while (after != null);
        assertThat(found).isEqualTo(ids);
        assertThat(search.list(new TaskFilter(Set.of(TaskState.CANCELLED), null, null, null, null, null, null, 50))
                        .items())
                .hasSize(3);
    }

    @Test
    void aSearchThatIsBrokenOffGoesOnUntilItHasFoundAll() {
        // In ended and waiting tasks, few fit two filters, and each filter alone fits many.
        List<UUID> fitting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean fits = i % 13 == 5;
            TaskSpec spec = aTask().ofJob(fits || i % 2 == 0 ? "sought" : "other")
                    .labelled(fits || i % 2 == 1 ? "{\"k\":\"w\"}" : "{\"k\":\"x\"}")
                    .submittedAt(NOW)
                    .spec();
            decideAndWrite(NOW, submit(spec));
            if (i < 25) {
                decideAndWrite(NOW + 1, new Command.Cancel(spec.id(), null, "ops", Ticket.NONE));
            }
            if (fits) {
                fitting.add(0, spec.id());
            }
        }
        TaskSearch search = new TaskSearch(database);
        TaskPages.Effort little = new TaskPages.Effort(2, 3, Duration.ZERO);
        List<UUID> found = new ArrayList<>();
        int brokenOff = 0;
        UUID after = null;
        do {
            Page<TaskSummary> page =
                    search.list(new TaskFilter(Set.of(), "default", "sought", "k=w", null, null, after, 3), little);
            page.items().forEach(task -> found.add(task.id()));
            brokenOff += page.next() != null && page.items().size() < 3 ? 1 : 0;
            after = page.next() == null ? null : UUID.fromString(page.next());
        } while (after != null);
        assertThat(found).isEqualTo(fitting);
        assertThat(brokenOff).isPositive();
        assertThat(search.list(new TaskFilter(Set.of(), "default", "sought", "k=w", null, null, null, 3))
                        .items())
                .extracting(TaskSummary::id)
                .isEqualTo(fitting.subList(0, 3));
    }

    @Test
    void aLeaseIsTakenOnceAndEpochsRise() {
        OptionalLong first = take("a", "server-a");
        OptionalLong second = take("b", "server-b");
        assertThat(first).isPresent();
        assertThat(second).isEmpty();
        assertThat(renew("a", first.getAsLong())).isTrue();

        OptionalLong reborn = take("a2", "server-a");
        assertThat(reborn.getAsLong()).isEqualTo(first.getAsLong() + 1);
        assertThat(renew("a", first.getAsLong())).isFalse();

        database.inTransaction(connection -> Leases.release(connection, "default", "a2", reborn.getAsLong()));
        assertThat(take("b", "server-b").getAsLong()).isEqualTo(reborn.getAsLong() + 1);
        execute("update pool_lease set owner = null, owner_name = null");
    }

    @Test
    void aPoolIsWithoutOwnerUntilItIsTakenAndAfterItsOwnersTerm() {
        assertThat(database.inTransaction(Leases::withoutOwner)).contains("default");
        take("a", "server-a");
        assertThat(database.inTransaction(Leases::withoutOwner)).doesNotContain("default");
        execute("update pool_lease set renewed_at = renewed_at - interval '6' second");
        assertThat(database.inTransaction(Leases::withoutOwner)).contains("default");
        execute("update pool_lease set owner = null, owner_name = null");
    }

    @Test
    void aPoolIsWithoutOwnerAsSoonAsItsOwnerIsKnownToBeGone() {
        database.inSession(session -> session.insert(aNode("gone-1")));
        take("gone-1", "server-g");
        assertThat(database.inTransaction(Leases::withoutOwner)).doesNotContain("default");
        execute("update node set left_at = current_timestamp where id = 'gone-1'");
        assertThat(database.inTransaction(Leases::withoutOwner)).contains("default");
        execute("update pool_lease set owner = null, owner_name = null");
    }

    private static NodeRow aNode(String id) {
        NodeRow row = new NodeRow();
        row.id = id;
        row.name = "server of " + id;
        row.address = "127.0.0.1";
        row.labels = "{}";
        row.weight = 1;
        row.handlers = "";
        row.startedAt = Instant.now();
        row.renewedAt = Instant.now();
        return row;
    }

    @Test
    void statesAreLookedUpAmongLiveTasksAndAmongThoseThatEndedAfterTheOldestIdWasMade() {
        TaskSpec live = aTask().submittedAt(NOW).spec();
        TaskSpec ended = aTask().submittedAt(NOW).spec();
        UUID impossible = TaskIds.floor(instant(NOW).plus(Duration.ofDays(2)));
        Decision decision = decideAndWrite(
                NOW, node(2), submit(ended, aTask().submittedAt(NOW).spec(impossible)));
        decision.started()
                .forEach(task -> decideAndWrite(NOW + 10, report(task, AttemptOutcome.SUCCEEDED, null, null)));
        decideAndWrite(NOW + 20, submit(live));

        assertThat(states(live.id(), ended.id(), UUID.randomUUID()))
                .isEqualTo(Map.of(live.id(), TaskState.RUNNING, ended.id(), TaskState.SUCCEEDED));
        assertThat(states(impossible)).as("it ended before its id was made").isEmpty();
        assertThat(states()).isEmpty();
    }

    private Map<UUID, TaskState> states(UUID... ids) {
        return database.query(connection -> TaskReader.states(connection, List.of(ids)));
    }

    private OptionalLong take(String node, String name) {
        return database.inTransaction(connection -> Leases.take(connection, "default", node, name));
    }

    private boolean renew(String node, long epoch) {
        return database.inTransaction(connection -> Leases.renew(connection, "default", node, epoch));
    }

    @Test
    void theInboxGivesBackWhatWasPutIn() {
        TaskSpec spec = aTask().withPayload("[1]")
                .keyed("in-1")
                .submittedAt(NOW)
                .attempts(3)
                .spec();
        UUID cancelled = UUID.randomUUID();
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(spec), "ann");
            InboxRows.insertCancel(connection, "default", cancelled, "bob");
            return null;
        });
        List<InboxRows.Item> items = database.query(connection -> InboxRows.read(connection, "default", 10));
        assertThat(items).hasSize(2);
        assertThat(items).contains(new InboxRows.Item.Submission(spec.id(), spec));
        assertThat(items).anySatisfy(item -> assertThat(item)
                .isInstanceOfSatisfying(InboxRows.Item.Cancellation.class, cancellation -> {
                    assertThat(cancellation.task()).isEqualTo(cancelled);
                    assertThat(cancellation.actor()).isEqualTo("bob");
                }));
        UUID byKey = database.query(connection ->
                InboxRows.byKey(connection, List.of("in-1", "in-2")).get("in-1"));
        assertThat(byKey).isEqualTo(spec.id());
        database.inTransaction(connection -> {
            InboxRows.delete(connection, items.stream().map(InboxRows.Item::row).toList());
            return null;
        });
        List<InboxRows.Item> left = database.query(connection -> InboxRows.read(connection, "default", 10));
        assertThat(left).isEmpty();
    }

    @Test
    void retentionRunsAndKeepsWhatIsRecent() {
        TaskSpec spec = aTask().labelled("{\"k\":\"v\"}").submittedAt(NOW).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);
        decideAndWrite(NOW + 10, report(task, AttemptOutcome.SUCCEEDED, null, null));

        new Retention(database).run();

        assertThat(new TaskSearch(database).find(spec.id())).isPresent();
        assertThat(new TaskSearch(database)
                        .list(new TaskFilter(null, null, null, "k=v", null, null, null, 10))
                        .items())
                .hasSize(1);
    }

    @Test
    void attemptsAreKeptForAsLongAsTheirTaskIsKnown() {
        UUID ended = aTaskWithAnAttemptOf(40);
        UUID forgotten = aTaskWithAnAttemptOf(40);
        UUID recent = aTaskWithAnAttemptOf(1);
        execute("delete from task_history where id in ('" + forgotten + "', '" + recent + "')");

        new Retention(database).run();

        assertThat(attemptsOf(ended)).isEqualTo(1);
        assertThat(attemptsOf(forgotten)).isZero();
        assertThat(attemptsOf(recent)).isEqualTo(1);
    }

    private UUID aTaskWithAnAttemptOf(int daysAgo) {
        TaskSpec spec = aTask().submittedAt(NOW).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);
        decideAndWrite(NOW + 10, report(task, AttemptOutcome.FAILED, null, "no luck"));
        execute("update attempt set ended_at = current_timestamp - interval '" + daysAgo + "' day where task = '"
                + spec.id() + "'");
        return spec.id();
    }

    private long attemptsOf(UUID task) {
        return count("select count(*) from attempt where task = '" + task + "'");
    }

    private long count(String sql) {
        return database.query(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Test
    void retentionDeletesMoreThanOneBatch() {
        int rows = Retention.BATCH_ROWS + 1;
        database.inTransaction(connection -> {
            try (var statement = connection.prepareStatement("insert into task_key (client_key, task, expires_at)"
                    + " values (?, ?, current_timestamp - interval '1' hour)")) {
                for (int i = 0; i < rows; i++) {
                    statement.setString(1, "old-" + i);
                    statement.setObject(2, UUID.randomUUID());
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
        execute("insert into task_key (client_key, task, expires_at) values ('young', '" + UUID.randomUUID()
                + "', current_timestamp + interval '1' hour)");

        new Retention(database).run();

        assertThat(count("select count(*) from task_key")).isEqualTo(1);
    }

    @Test
    void labelsGoAfterTheirTask() {
        String old = dev.takt.core.task.TaskIds.floor(Instant.now().minusSeconds(40 * 86_400L))
                .toString();
        execute("insert into task_label (label, task) values ('k=v', '" + old + "')");

        new Retention(database).run();

        assertThat(count("select count(*) from task_label")).isZero();
    }

    @Test
    void aTaskThatEndsWhileItIsListedAppearsOnceAsEnded() {
        TaskSpec spec = aTask().submittedAt(NOW).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);
        decideAndWrite(NOW + 10, report(task, AttemptOutcome.SUCCEEDED, null, null));
        decideAndWrite(NOW + 20, submit(spec));

        assertThat(new TaskSearch(database)
                        .list(new TaskFilter(null, null, null, null, null, null, null, 10))
                        .items())
                .singleElement()
                .satisfies(found -> assertThat(found.state()).isEqualTo(TaskState.SUCCEEDED));
    }

    @Test
    void listsOfSomeStatesHaveNoOthers() {
        TaskSpec ended = aTask().submittedAt(NOW).spec();
        TaskSpec waiting = aTask().submittedAt(NOW).spec();
        decideAndWrite(NOW, submit(ended), new Command.Cancel(ended.id(), null, "ops", Ticket.NONE));
        decideAndWrite(NOW + 10, submit(waiting));

        assertThat(listOf(TaskState.READY, TaskState.FAILED)).containsExactly(waiting.id());
        assertThat(listOf(TaskState.SCHEDULED, TaskState.RUNNING, TaskState.CANCELLED, TaskState.TIMED_OUT))
                .containsExactly(ended.id());
    }

    private List<UUID> listOf(TaskState... states) {
        return new TaskSearch(database)
                .list(new TaskFilter(Set.of(states), null, null, null, null, null, null, 10)).items().stream()
                        .map(TaskSummary::id)
                        .toList();
    }

    @Test
    void oldCountsAreFoldedAndTheTotalsStay() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate month = today.minusDays(130).withDayOfMonth(1);
        count(today.minusDays(1), "10:01", TaskState.SUCCEEDED, 1);
        count(today.minusDays(1), "10:02", TaskState.SUCCEEDED, 2);
        count(today.minusDays(5), "00:00", TaskState.SUCCEEDED, 4);
        count(today.minusDays(5), "00:01", TaskState.SUCCEEDED, 8);
        count(today.minusDays(5), "23:59", TaskState.SUCCEEDED, 16);
        count(today.minusDays(5), "23:59", TaskState.FAILED, 32);
        count(month.minusDays(1), "23:59", TaskState.SUCCEEDED, 64);
        count(month, "00:00", TaskState.SUCCEEDED, 128);
        count(month.plusDays(1), "00:00", TaskState.SUCCEEDED, 256);
        count(month.plusDays(27), "23:59", TaskState.SUCCEEDED, 512);

        new Retention(database).run();
        new Retention(database).run();

        assertThat(totals()).isEqualTo(Map.of(TaskState.SUCCEEDED, 1023L - 32, TaskState.FAILED, 32L));
        assertThat(counted(today.minusDays(1), "10:02")).isEqualTo(2);
        assertThat(counted(today.minusDays(5), "00:00")).isEqualTo(4 + 8 + 16);
        assertThat(counted(month.minusMonths(1), "00:00")).isEqualTo(64);
        assertThat(counted(month, "00:00")).isEqualTo(128 + 256 + 512);
        assertThat(count("select count(*) from task_count")).isEqualTo(6);
    }

    private void count(LocalDate day, String time, TaskState state, int tasks) {
        execute("insert into task_count (queue, at_minute, state, tasks) values ('default', timestamp with time zone '"
                + day + " " + time + ":00+00:00', '" + state + "', " + tasks + ")");
    }

    private long counted(LocalDate day, String time) {
        return count("select tasks from task_count where state = 'SUCCEEDED' and at_minute = timestamp with time zone '"
                + day + " " + time + ":00+00:00'");
    }

    @Test
    void aTaskInTheInboxIsFound() {
        TaskSpec now = aTask().withPayload("[1]").submittedAt(NOW).attempts(3).spec();
        TaskSpec later = aTask().submittedAt(NOW).dueAt(NOW + 9_000_000).spec();
        execute("delete from inbox");
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(now, later), "ann");
            return null;
        });
        TaskSearch search = new TaskSearch(database);
        TaskDetail waiting = search.find(now.id()).orElseThrow();
        TaskDetail scheduled = search.find(later.id()).orElseThrow();

        decideAndWrite(NOW, submit(now, later));
        execute("delete from inbox");

        assertThat(waiting.summary().state()).isEqualTo(TaskState.READY);
        assertThat(scheduled.summary().state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(search.find(now.id())).contains(waiting);
        assertThat(search.find(later.id())).contains(scheduled);
        assertThat(search.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aCheckpointIsKeptForTheNextSliceAndTheNextAttempt() {
        String small = "{\"at\":1}";
        String large = "\"" + "x".repeat(Slices.CHECKPOINT_HELD_MAX_CHARS) + "\"";
        TaskSpec spec = aTask().submittedAt(NOW).attempts(2).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);

        decideAndWrite(NOW + 1, report(task, AttemptOutcome.YIELDED, small, null));
        assertThat(running().get(0).slices()).isEqualTo(new Slices(1, 5_000, small, false));
        assertThat(running().get(0).attempt()).isEqualTo(1);

        decideAndWrite(NOW + 2, report(task, AttemptOutcome.YIELDED, large, null));
        assertThat(running().get(0).slices()).isEqualTo(new Slices(2, 10_000, null, true));
        Map<UUID, String> left = database.query(connection -> TaskReader.checkpoints(connection, List.of(spec.id())));
        assertThat(left).containsEntry(spec.id(), large);

        task.leaveCheckpointInRecord();
        decideAndWrite(NOW + 3, report(task, AttemptOutcome.FAILED, null, "why"));
        Task read = database.query(connection -> TaskReader.byId(connection, List.of(spec.id())))
                .get(spec.id());
        assertThat(read.slices()).isEqualTo(new Slices(0, 0, null, true));

        Task again = decideAndWrite(read.rank(), node(1)).started().get(0);
        assertThat(again.attempt()).isEqualTo(2);
        decideAndWrite(read.rank() + 1, report(again, AttemptOutcome.YIELDED, null, null));
        decideAndWrite(read.rank() + 2, report(again, AttemptOutcome.SUCCEEDED, "1", null));
        TaskDetail detail = new TaskSearch(database).find(spec.id()).orElseThrow();
        assertThat(detail.slices()).isEqualTo(1);
        assertThat(detail.summary().attempts()).isEqualTo(2);
    }

    @Test
    void aSliceThatLoggedHasARowOfItsOwn() {
        TaskSpec spec = aTask().submittedAt(NOW).spec();
        Task task = decideAndWrite(NOW, node(1), submit(spec)).started().get(0);
        AttemptReport slice = ((Command.Report) report(task, AttemptOutcome.YIELDED, "1", null)).report();
        decideAndWrite(
                NOW + 1,
                new Command.Report(
                        task.node(),
                        new AttemptReport(
                                slice.task(),
                                slice.token(),
                                slice.outcome(),
                                "1",
                                null,
                                false,
                                "a line\n",
                                slice.startedAt(),
                                slice.endedAt())));
        assertThat(new TaskSearch(database).attempts(spec.id()))
                .extracting(attempt -> attempt.number() + " " + attempt.outcome() + " " + attempt.log())
                .containsExactly("1 YIELDED a line\n", "1 null null");
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000L, micros % 1_000_000L * 1_000);
    }
}
