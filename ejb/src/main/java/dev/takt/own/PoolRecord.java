package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Task;
import dev.takt.record.CountRows;
import dev.takt.record.InboxRows;
import dev.takt.record.Leases;
import dev.takt.record.TriggerRows;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The record as an owner uses it. In production it is the database; the seeded simulation has a model of one, with its
 * own failures.
 *
 * <p>Every method may throw {@link dev.takt.api.TaktException.Busy} when the record cannot be reached. Whether a write
 * that threw took place is then not known.
 */
interface PoolRecord {
    /** Who owns a pool, as the record has it. */
    Leases.Lease lease(String pool);

    /** Tries to become the owner; the new epoch, or empty when somebody else owns the pool. */
    OptionalLong take(String pool, String node, String nodeName);

    /** Gives a pool up, so that another node need not wait; without effect when the epoch is over. */
    void release(String pool, String node, long epoch);

    /** What a new reign begins with. */
    Loaded load(String pool);

    /** What counts the tasks that wait; this may wait for a connection. */
    Counter counter();

    /** Some reading; each statement sees what is committed when it starts. */
    <T> T read(Function<Reading, T> reading);

    /**
     * Some reading in a transaction of an owner, which holds the pool's lease meanwhile; the check of its epoch comes first.
     * False when another owns the pool now: nothing was read.
     */
    boolean renewAndRead(String pool, String node, long epoch, Consumer<Reading> reading);

    /** One transaction of an owner; the check of its epoch comes first. */
    Written write(String pool, String node, long epoch, Decision decision, Round round);

    /** Payloads of tasks by id; those that have none are missing. */
    Map<UUID, String> payloads(Collection<UUID> tasks);

    /** Checkpoints of tasks by id; those that have none are missing. */
    Map<UUID, String> checkpoints(Collection<UUID> tasks);

    /** Frees the room of tasks that have ended; this may take long. */
    void vacuum();

    /**
     * Gives a play a record of which nothing is kept, and which nobody else sees.
     *
     * @param pool the name of an invented pool, which is there with a queue of the same name
     */
    void rehearse(String pool, Consumer<PoolRecord> play);

    /** How a write went. */
    enum Written {
        DONE,
        /** Another node owns the pool now; nothing was written. */
        REPLACED,
        /** A trigger that fired has been changed by somebody else; nothing was written. */
        TRIGGERS_CHANGED,
        /** A client's key was used in another pool meanwhile; nothing was written. */
        KEY_TAKEN
    }

    /** A pool's settings and those of its queues. */
    record Settings(PoolSettings pool, List<QueueSettings> queues) {}

    /** Counts the tasks that wait as the record is at one moment. It is either asked to count, once, or closed. */
    interface Counter {
        /** Makes this the moment. */
        void fix();

        /** It takes the longer the more there are. */
        Counts count(String pool);

        void close();
    }

    /**
     * How many tasks wait.
     *
     * @param ready by queue and handler
     * @param scheduled by queue
     */
    record Counts(Map<String, Map<String, Long>> ready, Map<String, Long> scheduled) {}

    /**
     * What a new reign begins with: the heads of all that waits, never its length.
     *
     * @param ready the handlers that ready tasks wait for, by queue
     * @param anyScheduled whether any task is scheduled
     * @param running what the record says is running, on whatever node
     * @param endedByMinute of the last hour
     * @param ended of all time
     */
    record Loaded(
            Settings settings,
            Map<String, Set<String>> ready,
            boolean anyScheduled,
            List<Task> running,
            List<CountRows.Cell> endedByMinute,
            Map<TaskState, Long> ended) {}

    /** The questions that an owner asks. */
    interface Reading {
        /** The oldest items of the inbox. */
        List<InboxRows.Item> inbox(String pool, int limit);

        /** The tasks that client keys have made. */
        Map<String, TaskReceipt> known(Collection<String> keys);

        /** The states of tasks, whether they have ended or not; those that there are not are missing. */
        Map<UUID, TaskState> states(Collection<UUID> ids);

        /** Tasks that have not ended. */
        Map<UUID, Task> live(Collection<UUID> ids);

        /** Ready tasks of a line that follow a rank and id, in order. */
        List<Task> line(String queue, String handler, long afterRank, UUID afterId, int limit);

        /** Scheduled tasks that follow a due time and id, in order. */
        List<Task> schedule(String pool, long afterRank, UUID afterId, int limit);

        /** Waiting tasks whose time to live is over. */
        List<Task> expired(String pool, long nowMicros, int limit);

        /** The nodes that have reported lately. */
        List<NodeFacts> nodes();

        /** Which of these nodes stopped in good order. */
        Set<String> stopped(Set<String> nodes);

        /** Which of these nodes have not left, but may not have reported lately. */
        Set<String> silent(Set<String> nodes);

        /** Triggers that fire up to a time, soonest first. */
        List<TriggerRows.Upcoming> triggers(String pool, Instant until, int limit);

        Settings settings(String pool);
    }
}
