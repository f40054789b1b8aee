package dev.takt.intake;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.task.TaskSpec;
import dev.takt.own.Owners;
import dev.takt.own.Submissions;
import dev.takt.record.Database;
import dev.takt.record.InboxRows;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSearch;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Work as rows in a caller's own JTA transaction. The owner sees them when, and only if, it commits, and is woken then;
 * should the wake-up be lost, its tick finds them.
 *
 * <p>A key is looked up in the record and in the inbox. Two transactions that use the same key at once meet at the
 * inbox's unique key: the second waits for the first, and is refused when that commits.
 */
@ApplicationScoped
public class Inbox {
    private static final String WAKES = Inbox.class.getName();

    @Resource(lookup = "java:jboss/datasources/TaktDS")
    private DataSource dataSource;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transaction;

    @Inject
    private Owners owners;

    @Inject
    private TaskSearch search;

    /**
     * Whether the present thread is in a transaction.
     *
     * @throws TaktException.Conflict when it is in one that will be rolled back
     */
    boolean isWanted() {
        int status = transaction.getTransactionStatus();
        if (status == Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        if (status != Status.STATUS_ACTIVE) {
            throw new TaktException.Conflict(
                    "The transaction of this call ends without a commit, so nothing can be submitted or cancelled in it;"
                            + " call in a transaction of its own, or in none.");
        }
        return true;
    }

    /** Submits as part of the transaction, all or none. */
    List<TaskReceipt> submit(List<TaskSpec> tasks) {
        return inTransaction(connection -> Submissions.throughInbox(connection, tasks));
    }

    /** Cancels as part of the transaction; the receipt has the state as it is before. */
    TaskReceipt cancel(UUID task, String actor) {
        Optional<TaskDetail> known = search.find(task);
        TaskState state = known.map(found -> found.summary().state()).orElse(TaskState.READY);
        if (state == TaskState.CANCELLED) {
            return new TaskReceipt(task.toString(), state, true);
        }
        if (state.isFinal()) {
            throw new TaktException.Conflict("Task " + task + " is " + state + " since "
                    + known.get().summary().endedAt() + "; only a task that has not ended can be cancelled.");
        }
        return inTransaction(connection -> {
            String pool = known.isPresent() ? known.get().summary().pool() : poolOf(connection, task);
            InboxRows.insertCancel(connection, pool, task, actor);
            return new TaskReceipt(task.toString(), state, true);
        });
    }

    private static String poolOf(Connection connection, UUID task) throws SQLException {
        TaskSpec waiting = InboxRows.byId(connection, task);
        if (waiting == null) {
            throw new TaktException.NotFound("There is no task " + task + "; check the id.");
        }
        return waiting.pool();
    }

    /** A task that the present transaction has submitted; what others have, {@link TaskSearch} finds. */
    Optional<TaskDetail> findOwn(UUID task) {
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            return Optional.empty();
        }
        return Optional.ofNullable(inTransaction(connection -> InboxRows.byId(connection, task)))
                .map(TaskDetail::waiting);
    }

    private <T> T inTransaction(Database.Work<T> work) {
        wakeAfterCommit();
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            // Whatever was written before is lost with it: PostgreSQL takes no further statement in this transaction.
            transaction.setRollbackOnly();
            if (Database.isDuplicate(failure)) {
                throw new TaktException.Conflict(
                        "Another transaction has used one of the keys at the same time and has committed. This"
                                + " transaction is rolled back; repeat it, and it finds the first task.");
            }
            throw Database.explain(failure);
        }
    }

    private void wakeAfterCommit() {
        if (transaction.getResource(WAKES) != null) {
            return;
        }
        transaction.putResource(WAKES, Boolean.TRUE);
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Everything is written already.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    owners.wake();
                }
            }
        });
    }
}
