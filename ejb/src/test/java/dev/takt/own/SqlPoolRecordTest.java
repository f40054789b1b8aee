package dev.takt.own;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.Database;
import dev.takt.record.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What PostgreSQL alone does: a new task that comes alone is written in a way of its own, which an owner must not notice. */
class SqlPoolRecordTest {
    private static final String POOL = "default";
    private static final String NODE = "node-1";

    private final Database database = TestDatabase.postgres().database();
    private final PoolRecord record = new SqlPoolRecord(database, database);
    private final long epoch = record.take(POOL, NODE, "server-1").orElseThrow();

    private static Decision aLoneTask() {
        PoolMachine machine = new PoolMachine(new PoolSettings(POOL, "LEAST_LOADED", "WEIGHTED_FAIR", 3), 1, false);
        machine.load(
                new QueueSettings("default", new FirstComeFirstServed(), 100, QueueSettings.NO_LIMIT, false), Set.of());
        TaskSpec task = aTask().spec();
        return machine.decide(List.of(new Command.Submit(List.of(task), Ticket.NONE)), task.submittedMicros());
    }

    private String ask(String sql) {
        return database.query(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    @Test
    void itIsWrittenByTheOwnerOnly() {
        assertThat(record.write(POOL, NODE, epoch - 1, aLoneTask(), new Round()))
                .isEqualTo(PoolRecord.Written.REPLACED);
        assertThat(ask("select count(*) from task")).isEqualTo("0");
        assertThat(record.write(POOL, NODE, epoch, aLoneTask(), new Round())).isEqualTo(PoolRecord.Written.DONE);
        assertThat(ask("select count(*) from task")).isEqualTo("1");
    }

    @Test
    void whatHasEndedLeavesItsRoomToWhatComes() {
        long size = sizeAfterATask();
        int fitting = 1;
        while (sizeAfterATask() == size) {
            fitting++;
        }
        long full = sizeAfterATask();
        record.vacuum();
        for (int task = 0; task < fitting; task++) {
            assertThat(sizeAfterATask()).isEqualTo(full);
        }
    }

    private long sizeAfterATask() {
        record.write(POOL, NODE, epoch, aLoneTask(), new Round());
        database.inTransaction(connection -> TestDatabase.execute(connection, "delete from task"));
        return Long.parseLong(ask("select pg_relation_size('task')"));
    }

    @Test
    void onlyTheOwnerRenewsAndReads() {
        AtomicInteger readings = new AtomicInteger();
        assertThat(record.renewAndRead(POOL, NODE, epoch - 1, reading -> readings.incrementAndGet()))
                .isFalse();
        assertThat(readings).hasValue(0);
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "update pool_lease set renewed_at = current_timestamp - interval '2' second");
            }
        });
        assertThat(record.renewAndRead(POOL, NODE, epoch, reading -> readings.incrementAndGet()))
                .isTrue();
        assertThat(readings).hasValue(1);
        assertThat(
                        ask(
                                "select renewed_at > current_timestamp - interval '1' second from pool_lease where pool = 'default'"))
                .isEqualTo("t");
    }

    @Test
    void oneFromTheInboxTakesItsRowWithIt() {
        UUID row = UUID.randomUUID();
        database.inTransaction(connection -> TestDatabase.execute(
                connection,
                "insert into inbox (id, pool, kind, document, actor, made_at) values ('" + row
                        + "', 'default', 'SUBMIT', '{}', 'tester', current_timestamp)"));
        Round round = new Round();
        round.inboxRows().add(row);
        assertThat(record.write(POOL, NODE, epoch, aLoneTask(), round)).isEqualTo(PoolRecord.Written.DONE);
        assertThat(ask("select count(*) from task")).isEqualTo("1");
        assertThat(ask("select count(*) from inbox")).isEqualTo("0");
    }
}
