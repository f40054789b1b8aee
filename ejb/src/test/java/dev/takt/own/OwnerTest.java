package dev.takt.own;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.cluster.NodeIdentity;
import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.Rendezvous;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.TaskIds;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.Database;
import dev.takt.record.InboxRows;
import dev.takt.record.Leases;
import dev.takt.record.TaskReader;
import dev.takt.record.TestDatabase;
import dev.takt.record.TriggerRows.Upcoming;
import dev.takt.record.row.NodeRow;
import dev.takt.work.WorkerTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An owner with a real record (H2) and a worker that does what the test says. */
class OwnerTest {
    private final NodeIdentity self = new NodeIdentity();
    private final FakeWorkers workers = new FakeWorkers();
    private final List<TaskEvent> events = new CopyOnWriteArrayList<>();
    private final EverySecondPlanner planner = new EverySecondPlanner();
    private FaultyDatabase database;
    private Owner owner;
    private Thread thread;

    /** Fails a transaction when told: before its commit, or after it, when nobody knows. */
    static final class FaultyDatabase extends Database {
        private final Database real;
        volatile boolean failBeforeCommit;
        volatile boolean failAfterCommit;
        volatile boolean failSnapshot;
        final CountDownLatch snapshotRefused = new CountDownLatch(1);
        volatile Work<?> meanwhile;

        FaultyDatabase(Database real) {
            this.real = real;
        }

        @Override
        public <T> T inTransaction(Work<T> work) {
            Work<?> others = meanwhile;
            if (others != null) {
                meanwhile = null;
                real.inTransaction(others);
            }
            T result = real.inTransaction(connection -> {
                T done = work.with(connection);
                if (failBeforeCommit) {
                    failBeforeCommit = false;
                    throw new java.sql.SQLException("cut off before the commit", "08006");
                }
                return done;
            });
            if (failAfterCommit) {
                failAfterCommit = false;
                throw TaktException.Busy.unavailable("cut off after the commit", Duration.ofSeconds(1));
            }
            return result;
        }

        @Override
        public <T> T read(Work<T> work) {
            return real.read(work);
        }

        @Override
        public <T> T query(Work<T> work) {
            return real.query(work);
        }

        @Override
        public org.hibernate.StatelessSession sessionOn(java.sql.Connection connection) {
            return real.sessionOn(connection);
        }

        @Override
        public dev.takt.record.Snapshot snapshot() {
            if (failSnapshot) {
                snapshotRefused.countDown();
                throw TaktException.Busy.unavailable("pages have all connections", Duration.ofSeconds(1));
            }
            return real.snapshot();
        }

        @Override
        public <T> T inSession(java.util.function.Function<org.hibernate.StatelessSession, T> work) {
            return real.inSession(work);
        }
    }

    final class FakeWorkers implements Workers {
        final List<Assignment> started = new CopyOnWriteArrayList<>();
        final Map<UUID, Long> held = new ConcurrentHashMap<>();
        volatile int slots = 100;
        volatile boolean reachable = true;
        volatile String handedTo;

        @Override
        public void start(Reigning reigning, String node, List<Assignment> assignments) {
            for (Assignment assignment : assignments) {
                held.put(assignment.task(), assignment.token());
                started.add(assignment);
            }
        }

        @Override
        public void stop(Reigning reigning, String node, UUID task, long token) {}

        @Override
        public void settled(Reigning reigning, String node, List<AttemptReport> reports) {
            reports.forEach(report -> held.remove(report.task()));
        }

        @Override
        public void begin(Reigning reigning) {}

        @Override
        public void handOver(String pool, String node) {
            handedTo = node;
        }

        @Override
        public boolean reaches(String node) {
            return reachable;
        }

        @Override
        public NodeFacts self() {
            return NodeFacts.plain(self.id(), slots, Set.of("noop"));
        }

        @Override
        public void takeStock(Reigning reigning, String node, long latestToken) {
            Set<AttemptRef> all = new HashSet<>();
            held.forEach((task, token) -> all.add(new AttemptRef(task, token)));
            owner.hear(new Request.Stock(node, latestToken, all));
        }
    }

    static final class EverySecondPlanner implements TriggerPlanner {
        @Override
        public void expect(java.util.Collection<String> jobs) {}

        @Override
        public Optional<Instant> next(Upcoming trigger, Instant after) {
            return Optional.of(Instant.ofEpochSecond(after.getEpochSecond() + 1));
        }

        @Override
        public boolean skipsMissed(Upcoming trigger) {
            return trigger.spec().equals("skip");
        }

        @Override
        public Optional<TaskSpec> task(Upcoming trigger, Instant due) {
            return Optional.of(aTask().in(trigger.spec().equals("lost") ? "nowhere" : "default")
                    .withPayload("\"" + trigger.name() + " " + due + "\"")
                    .submittedAt(Micros.of(Instant.now()))
                    .dueAt(Micros.of(due))
                    .spec());
        }
    }

    @BeforeEach
    void begin() {
        database = new FaultyDatabase(TestDatabase.h2().database());
        reign();
    }

    private void reign() {
        owner = new Owner(
                new OwnerParts(
                        new SqlPoolRecord(database, database),
                        WorkerTime.system(),
                        self,
                        workers,
                        planner,
                        ended -> ended.forEach(end -> events.add(TaskEvent.of(end))),
                        Runnable::run,
                        Runnable::run,
                        ends -> {}),
                "default");
        thread = new Thread(owner, "owner-under-test");
        thread.start();
        await().until(owner::isReigning);
    }

    @AfterEach
    void end() throws InterruptedException {
        owner.stop();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    private List<TaskReceipt> submit(TaskSpec... tasks) throws Exception {
        CompletableFuture<List<TaskReceipt>> answer = new CompletableFuture<>();
        owner.submit(new Request.Submission(Arrays.asList(tasks), answer));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private TaskSpec now(String key) {
        return aTask().keyed(key).submittedAt(Micros.of(Instant.now())).spec();
    }

    private Map<UUID, TaskState> states(UUID... ids) {
        return database.query(connection -> TaskReader.states(connection, List.of(ids)));
    }

    private AttemptReport success(Assignment assignment) {
        Instant at = Instant.now();
        return new AttemptReport(
                assignment.task(), assignment.token(), AttemptOutcome.SUCCEEDED, "1", null, true, null, at, at);
    }

    @Test
    void anAnswerIsGivenWhenTheTaskIsInTheRecord() throws Exception {
        TaskSpec spec = now(null);
        TaskReceipt receipt = submit(spec).get(0);
        assertThat(receipt.id()).isEqualTo(spec.id().toString());
        assertThat(states(spec.id())).containsEntry(spec.id(), receipt.state());
    }

    @Test
    void theSameKeyGivesTheFirstTask() throws Exception {
        TaskSpec first = now("k");
        assertThat(submit(first).get(0).existing()).isFalse();
        TaskReceipt again = submit(now("k")).get(0);
        assertThat(again.existing()).isTrue();
        assertThat(again.id()).isEqualTo(first.id().toString());
    }

    @Test
    void theSameKeyTwiceInOneBatchMakesOneTask() throws Exception {
        TaskSpec first = now("twin");
        List<TaskReceipt> receipts = submit(first, now("twin"), now("other"));
        assertThat(receipts).extracting(TaskReceipt::existing).containsExactly(false, true, false);
        assertThat(receipts.get(1).id()).isEqualTo(first.id().toString());
    }

    @Test
    void aKeyRacingThroughInboxAndMailboxMakesOneTask() throws Exception {
        TaskSpec throughInbox = now("race");
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(throughInbox), "tester");
            return null;
        });
        owner.sweep();
        submit(now("race"));
        await().until(() -> inbox().isEmpty());
        int tasks = database.query(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select count(*) from task where client_key = 'race'")) {
                row.next();
                return row.getInt(1);
            }
        });
        assertThat(tasks).isEqualTo(1);
    }

    @Test
    void aKeyThatAnotherPoolTakesMeanwhileIsToldToItsSubmitterAndThePoolGoesOn() throws Exception {
        submit(now(null));
        database.meanwhile = connection -> TestDatabase.execute(
                connection,
                "insert into task_key (client_key, task, expires_at) values ('taken', '" + UUID.randomUUID()
                        + "', timestamp with time zone '2100-01-01 00:00:00+00')");
        assertThatThrownBy(() -> submit(now("taken"))).hasCauseInstanceOf(TaktException.Busy.class);
        await().until(owner::isReigning);
        assertThat(submit(now(null))).hasSize(1);
    }

    @Test
    void aReignGoesOnWhenThePagesUseUpTheirConnections() throws Exception {
        end();
        database.failSnapshot = true;
        reign();
        long epoch = owner.picture().epoch();
        assertThat(database.snapshotRefused.await(10, TimeUnit.SECONDS)).isTrue();
        for (int round = 0; round < 3; round++) {
            submit(now(null));
        }
        assertThat(owner.picture().epoch()).isEqualTo(epoch);
    }

    private List<InboxRows.Item> inbox() {
        return database.query(connection -> InboxRows.read(connection, "default", 10));
    }

    @Test
    void aTaskThatIsCancelledTwiceThroughTheInboxEndsOnce() throws Exception {
        workers.slots = 0;
        end();
        reign();
        TaskSpec spec = now(null);
        submit(spec);
        end();
        database.inTransaction(connection -> {
            InboxRows.insertCancel(connection, "default", spec.id(), "one");
            InboxRows.insertCancel(connection, "default", spec.id(), "two");
            return null;
        });
        reign();
        await().until(() -> inbox().isEmpty());
        assertThat(states(spec.id())).containsEntry(spec.id(), TaskState.CANCELLED);
    }

    @Test
    void aTaskThatIsSubmittedAndCancelledInOneTransactionIsCancelled() {
        workers.slots = 0;
        owner.sweep();
        TaskSpec spec = now(null);
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(spec), "tester");
            InboxRows.insertCancel(connection, "default", spec.id(), "tester");
            return null;
        });
        await().until(() -> states(spec.id()).get(spec.id()) == TaskState.CANCELLED);
    }

    @Test
    void aTaskThatIsCancelledByANodeWhoseClockIsBehindIsCancelled() {
        workers.slots = 0;
        UUID ahead = new TaskIds(() -> System.currentTimeMillis() + 60_000, new Random(1)).next();
        TaskSpec spec = aTask().submittedAt(Micros.of(Instant.now())).spec(ahead);
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(spec), "tester");
            InboxRows.insertCancel(connection, "default", spec.id(), "tester");
            return null;
        });
        owner.sweep();
        await().until(() -> states(spec.id()).containsKey(spec.id()));
        assertThat(states(spec.id())).containsEntry(spec.id(), TaskState.CANCELLED);
    }

    @Test
    void aRowThatCannotBeReadIsSetAsideAndOthersGoOn() {
        TaskSpec spec = now(null);
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(
                        "insert into inbox (id, pool, kind, document, actor, made_at) values "
                                + "('018bcfe5-6800-7000-8000-000000000000', 'default', 'SUBMIT', '{broken', 'x', current_timestamp)");
            }
            InboxRows.insertSubmissions(connection, List.of(spec), "tester");
            return null;
        });
        await().until(() -> states(spec.id()).containsKey(spec.id()));
        assertThat(inbox()).isEmpty();
        assertThat(owner.isReigning()).isTrue();
    }

    @Test
    void theLatestTimesThatCanBeAskedForAreKept() throws Exception {
        TaskSpec spec = aTask().keyed("late")
                .submittedAt(Micros.of(Instant.now()))
                .dueAt(Micros.of(Instant.parse("9999-12-31T23:59:59Z")))
                .spec();
        assertThat(submit(spec).get(0).state()).isEqualTo(TaskState.SCHEDULED);
    }

    @Test
    void theInboxIsTakenWithoutAnybodySayingSo() {
        TaskSpec spec = now("inbox-1");
        database.inTransaction(connection -> {
            InboxRows.insertSubmissions(connection, List.of(spec), "tester");
            return null;
        });
        await().until(() -> states(spec.id()).containsKey(spec.id()));
        assertThat(inbox()).isEmpty();
    }

    @Test
    void aReportEndsTheTaskAndTellsTheWorld() throws Exception {
        TaskSpec spec = now(null);
        submit(spec);
        await().until(() -> !workers.started.isEmpty());
        owner.hear(new Request.Report(self.id(), success(workers.started.get(0))));
        await().until(() -> states(spec.id()).get(spec.id()) == TaskState.SUCCEEDED);
        await().until(() -> workers.held.isEmpty());
        assertThat(events).extracting(TaskEvent::task).containsExactly(spec.id());
        assertThat(owner.ended().totals()).containsEntry(TaskState.SUCCEEDED, 1L);
    }

    @Test
    void aTransactionThatFailsAcknowledgesNothingAndThePoolGoesOn() throws Exception {
        submit(now(null));
        database.failBeforeCommit = true;
        TaskSpec lost = now("again");
        assertThatThrownBy(() -> submit(lost))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TaktException.Busy.class);
        await().until(owner::isReigning);
        TaskReceipt receipt = submit(now("again")).get(0);
        assertThat(receipt.existing()).isFalse();
        assertThat(states(lost.id())).isEmpty();
        assertThat(owner.replaced()).isZero();
    }

    @Test
    void aCommitThatNobodyHeardOfIsFoundAndItsAttemptHandedOutOnce() throws Exception {
        submit(now(null));
        await().until(() -> workers.started.size() == 1);
        database.failAfterCommit = true;
        TaskSpec unheard = now("unheard");
        assertThatThrownBy(() -> submit(unheard)).isInstanceOf(ExecutionException.class);
        await().until(owner::isReigning);
        await().until(() -> workers.held.containsKey(unheard.id()));
        TaskReceipt again = submit(now("unheard")).get(0);
        assertThat(again.existing()).isTrue();
        assertThat(again.id()).isEqualTo(unheard.id().toString());
        assertThat(workers.started.stream().filter(one -> one.task().equals(unheard.id())))
                .hasSize(1);
    }

    @Test
    void anIdleOwnerKeepsItsLease() {
        long epoch = epoch();
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "update pool_lease set renewed_at = renewed_at - interval '2' second where pool = 'default'");
            }
        });
        await().until(() -> database.query(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select 1 from pool_lease where pool = 'default' and renewed_at > current_timestamp - interval '1' second")) {
                return row.next();
            }
        }));
        assertThat(epoch()).isEqualTo(epoch);
    }

    @Test
    void anIdleOwnerSeesThatItWasReplaced() {
        database.inTransaction(OwnerTest::takenByAnother);
        await().until(() -> owner.replaced() == 1);
    }

    @Test
    void anOwnerThatWasReplacedWritesNothingMore() throws Exception {
        submit(now(null));
        database.inTransaction(OwnerTest::takenByAnother);
        TaskSpec spec = now(null);
        assertThatThrownBy(() -> submit(spec)).hasCauseInstanceOf(TaktException.Busy.class);
        assertThat(states(spec.id())).isEmpty();
        await().until(() -> !owner.isReigning());
        await().until(() -> owner.replaced() == 1);
    }

    /** As one that stood still inside a transaction, which the database has ended meanwhile. */
    @Test
    void anOwnerWhoseConnectionIsGoneSeesLaterThatItWasReplaced() throws Exception {
        submit(now(null));
        database.meanwhile = OwnerTest::takenByAnother;
        database.failBeforeCommit = true;
        assertThatThrownBy(() -> submit(now(null))).hasCauseInstanceOf(TaktException.Busy.class);
        await().until(() -> owner.replaced() == 1);
        assertThat(owner.isReigning()).isFalse();
    }

    private static OptionalLong takenByAnother(Connection connection) throws SQLException {
        TestDatabase.execute(connection, "update pool_lease set owner_name = null, owner = null");
        return Leases.take(connection, "default", "other", "other-server");
    }

    @Test
    void whatRunsOnAHealthyWorkerIsNotRunAgainByANewReign() throws Exception {
        TaskSpec spec = now(null);
        submit(spec);
        await().until(() -> workers.started.size() == 1);
        end();
        reign();
        owner.hear(new Request.Report(self.id(), success(workers.started.get(0))));
        await().until(() -> states(spec.id()).get(spec.id()) == TaskState.SUCCEEDED);
        assertThat(workers.started).hasSize(1);
    }

    @Test
    void aBetterOwnerIsGivenThePoolWhenItCanBeSpokenTo() throws Exception {
        workers.reachable = false;
        String better = aNamePreferredTo(self.id());
        nodeIsThere(better, false);
        for (int sweep = 0; sweep < 5; sweep++) {
            owner.sweep();
            submit(now(null));
        }
        assertThat(workers.handedTo).isNull();

        workers.reachable = true;
        await().until(() -> {
            owner.sweep();
            return better.equals(workers.handedTo);
        });
    }

    @Test
    void anOwnerThatDrainsGivesThePoolAwayAtOnce() {
        workers.reachable = false;
        nodeIsThere("another", false);
        nodeIsThere(self.id(), true);
        owner.sweep();
        await().until(() -> "another".equals(workers.handedTo));
    }

    private static String aNamePreferredTo(String name) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "node-" + i)
                .filter(other ->
                        Rendezvous.first("default", List.of(name, other)).equals(other))
                .findFirst()
                .orElseThrow();
    }

    private void nodeIsThere(String id, boolean draining) {
        NodeRow row = new NodeRow();
        row.id = id;
        row.name = id;
        row.address = "127.0.0.1";
        row.labels = "{}";
        row.weight = 1;
        row.handlers = "noop";
        row.draining = draining;
        row.startedAt = Instant.now();
        // So that it is there for as long as the test takes.
        row.renewedAt = Instant.now().plusSeconds(60);
        database.inSession(session -> session.insert(row));
    }

    @Test
    void aBacklogBeyondTheWindowIsServedInOrder() throws Exception {
        workers.slots = 0;
        end();
        reign();
        List<UUID> order = new ArrayList<>();
        long base = Micros.of(Instant.now());
        for (int batch = 0; batch < 6; batch++) {
            TaskSpec[] tasks = new TaskSpec[1_000];
            for (int i = 0; i < tasks.length; i++) {
                tasks[i] = aTask().submittedAt(base + batch * 1_000L + i).spec();
                order.add(tasks[i].id());
            }
            submit(tasks);
        }
        workers.slots = 6_000;
        owner.sweep();
        await().atMost(Duration.ofSeconds(30)).until(() -> workers.started.size() == 6_000);
        assertThat(workers.started).extracting(Assignment::task).isEqualTo(order);
    }

    @Test
    void aTriggerFiresEachDueTimeOnceAndOnceForThoseMissed() throws Exception {
        Instant longAgo = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 600);
        trigger("regular", "fire", Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1));
        trigger("missed", "fire", longAgo);
        trigger("skipping", "skip", longAgo);
        owner.triggersChanged();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> fired("regular").size() >= 3 && fired("missed").size() >= 3);
        end();
        reign();
        int before = fired("regular").size();
        await().atMost(Duration.ofSeconds(20)).until(() -> fired("regular").size() >= before + 2);
        owner.stop();
        assertThat(fired("regular")).doesNotHaveDuplicates();
        assertThat(fired("missed")).doesNotHaveDuplicates();
        assertThat(fired("missed").stream().filter(payload -> payload.contains(longAgo.toString())))
                .hasSize(1);
        assertThat(fired("skipping")).noneMatch(payload -> payload.contains(longAgo.toString()));
    }

    /** Late, but not so late that its times count as missed: each makes its task, and the reign goes on. */
    @Test
    void aTriggerThatIsSomeTimesBehindMakesThemUpOneByOne() {
        long epoch = epoch();
        Instant due = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 2);
        trigger("behind", "fire", due);
        owner.triggersChanged();
        await().atMost(Duration.ofSeconds(20)).until(() -> fired("behind").size() >= 3);
        for (int second = 0; second < 3; second++) {
            String time = due.plusSeconds(second).toString();
            assertThat(fired("behind").stream().filter(payload -> payload.contains(time)))
                    .as("tasks for " + time)
                    .hasSize(1);
        }
        assertThat(epoch()).isEqualTo(epoch);
    }

    private long epoch() {
        return database.query(connection -> Leases.read(connection, "default").epoch());
    }

    @Test
    void aTriggerWhoseQueueThereIsNotKeepsNoOtherFromItsTime() {
        Instant due = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 1);
        trigger("astray", "lost", due);
        trigger("regular", "fire", due);
        owner.triggersChanged();
        await().atMost(Duration.ofSeconds(20)).until(() -> fired("regular").size() >= 2);
        assertThat(fired("regular")).anyMatch(payload -> payload.contains(due.toString()));
        assertThat(fired("astray")).isEmpty();
    }

    private List<String> fired(String trigger) {
        return workers.started.stream()
                .map(Assignment::payload)
                .filter(payload -> payload != null && payload.startsWith("\"" + trigger + " "))
                .toList();
    }

    private void trigger(String name, String spec, Instant next) {
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(
                        "merge into job using (select 'j' as n) s on job.name = s.n when not matched then "
                                + "insert (name, version, definition, changed_at, changed_by) "
                                + "values ('j', 1, '{}', current_timestamp, 'tester')");
                return statement.executeUpdate(
                        "insert into job_trigger (job, name, pool, kind, spec, next_fire_at, made_at) "
                                + "values ('j', '" + name + "', 'default', 'EVERY', '" + spec + "', '" + next
                                + "', current_timestamp)");
            }
        });
    }
}
