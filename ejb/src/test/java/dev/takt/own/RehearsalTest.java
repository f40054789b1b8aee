package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaktException;
import dev.takt.api.TaskState;
import dev.takt.cluster.NodeIdentity;
import dev.takt.core.pool.Decision;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.record.Database;
import dev.takt.record.TestDatabase;
import dev.takt.work.WorkerTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A take-over that is played writes all that a real one does, and leaves nothing. */
class RehearsalTest {
    private static final List<String> TABLES = List.of(
            "pool",
            "queue",
            "pool_lease",
            "node",
            "task",
            "task_key",
            "task_label",
            "task_history",
            "attempt",
            "task_count",
            "audit",
            "inbox");

    private final List<AttemptOutcome> outcomes = new ArrayList<>();
    private final List<TaskState> ends = new ArrayList<>();

    static Stream<TestDatabase> databases() {
        return Stream.of(TestDatabase.h2(), TestDatabase.postgres());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void playsAWholeTakeOverAndLeavesNothing(TestDatabase given) {
        Database database = given.database();
        Map<String, Long> before = rows(database);
        PoolRecord record = listening(new SqlPoolRecord(database, database));

        Rehearsal rehearsal =
                new Rehearsal(record, WorkerTime.system(), new OwnerTest.EverySecondPlanner(), new NodeIdentity());
        assertThat(rehearsal.claim()).isTrue();
        rehearsal.play();

        assertThat(outcomes).contains(AttemptOutcome.LOST);
        assertThat(ends)
                .containsOnly(TaskState.SUCCEEDED)
                .hasSize(Collections.frequency(outcomes, AttemptOutcome.LOST));
        assertThat(rows(database)).isEqualTo(before);

        assertThat(rehearsal.claim()).as("is to be played a second time").isFalse();
    }

    @Test
    void isPlayedLaterWhenTheRecordIsOutOfReach() {
        AtomicInteger plays = new AtomicInteger();
        PoolRecord record = (PoolRecord) Proxy.newProxyInstance(
                PoolRecord.class.getClassLoader(), new Class<?>[] {PoolRecord.class}, (self, method, arguments) -> {
                    if (plays.incrementAndGet() == 1) {
                        throw TaktException.Busy.unavailable("no connection", Duration.ofSeconds(1));
                    }
                    return null;
                });
        Rehearsal rehearsal =
                new Rehearsal(record, WorkerTime.system(), new OwnerTest.EverySecondPlanner(), new NodeIdentity());

        assertThat(rehearsal.claim()).isTrue();
        rehearsal.play();
        assertThat(rehearsal.claim()).isTrue();
        rehearsal.play();
        assertThat(rehearsal.claim()).isFalse();
        assertThat(plays.get()).isGreaterThan(1);
    }

    /** A record that tells the test what is written, on the stage too. */
    private PoolRecord listening(PoolRecord record) {
        return (PoolRecord) Proxy.newProxyInstance(
                PoolRecord.class.getClassLoader(), new Class<?>[] {PoolRecord.class}, (self, method, arguments) -> {
                    if (method.getName().equals("write")) {
                        hear((Decision) arguments[3]);
                    }
                    if (method.getName().equals("rehearse")) {
                        @SuppressWarnings("unchecked")
                        Consumer<PoolRecord> play = (Consumer<PoolRecord>) arguments[1];
                        record.rehearse((String) arguments[0], stage -> play.accept(listening(stage)));
                        return null;
                    }
                    return method.invoke(record, arguments);
                });
    }

    private void hear(Decision decision) {
        decision.attempts().forEach(attempt -> outcomes.add(attempt.outcome()));
        decision.ended().forEach(end -> ends.add(end.state()));
    }

    private static Map<String, Long> rows(Database database) {
        return database.query(connection -> {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : TABLES) {
                try (var statement = connection.createStatement();
                        var count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
            return rows;
        });
    }
}
