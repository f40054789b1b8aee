package dev.takt.bench.decision;

import dev.takt.api.TaskState;
import dev.takt.core.queue.Line;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Slices;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The record's part of the backlog: for each queue the ranks of its ready tasks, in order, in an array. A task is made anew from its
 * queue and its rank whenever it is read, as from a row. Checks that tasks start in the order of their queue.
 */
final class WaitingTasks {
    static final String POOL = "default";

    private static final RetryPolicy RETRY = new RetryPolicy(3, 1_000, 2, 3_600_000);
    private static final long TIMEOUT_MILLIS = Duration.ofHours(1).toMillis();
    private static final int MILLI = 1_000;

    private final String[] names;
    private final String[] handlers;
    private final long[][] ranks;
    private final int[] firsts;
    private final int[] ends;

    /**
     * Some tasks in each queue.
     *
     * @param handlers of each queue
     * @param tasks in all queues together
     * @param rank of the first; the others of a queue follow at distances of a microsecond
     */
    WaitingTasks(String[] handlers, int tasks, long rank) {
        int queues = handlers.length;
        this.handlers = handlers;
        this.names = new String[queues];
        this.ranks = new long[queues][];
        this.firsts = new int[queues];
        this.ends = new int[queues];
        for (int queue = 0; queue < queues; queue++) {
            names[queue] = "queue-" + queue;
            ends[queue] = tasks / queues;
            ranks[queue] = new long[ends[queue] + ends[queue] / 4];
            for (int place = 0; place < ends[queue]; place++) {
                ranks[queue][place] = rank + place;
            }
        }
    }

    int queues() {
        return names.length;
    }

    String name(int queue) {
        return names[queue];
    }

    String handler(int queue) {
        return handlers[queue];
    }

    static int number(String queue) {
        return Integer.parseInt(queue, "queue-".length(), queue.length(), 10);
    }

    long waiting() {
        long sum = 0;
        for (int queue = 0; queue < ends.length; queue++) {
            sum += ends[queue] - firsts[queue];
        }
        return sum;
    }

    /** What an insert does. Later tasks have later ranks. */
    void insert(Task task) {
        int queue = number(task.spec().queue());
        if (ends[queue] == ranks[queue].length) {
            ranks[queue] = Arrays.copyOfRange(
                    ranks[queue], firsts[queue], firsts[queue] + (ends[queue] - firsts[queue]) * 5 / 4 + 16);
            ends[queue] -= firsts[queue];
            firsts[queue] = 0;
        }
        ranks[queue][ends[queue]++] = task.rank();
    }

    /** What the update of a task that starts does. */
    void start(Task task) {
        int queue = number(task.spec().queue());
        long first = ranks[queue][firsts[queue]++];
        if (firsts[queue] > ends[queue] || first != task.rank()) {
            throw new IllegalStateException("In " + task.spec().queue() + " rank " + task.rank()
                    + " started, and the first that waited was " + first);
        }
    }

    /** What a refill reads. */
    List<Task> after(Line line, int limit) {
        int queue = number(line.queue().name());
        long boundary = line.window().boundaryRank();
        int found = Arrays.binarySearch(ranks[queue], firsts[queue], ends[queue], boundary);
        int begin = found < 0 ? -found - 1 : found + 1;
        List<Task> tasks = new ArrayList<>();
        for (int place = begin; place < ends[queue] && tasks.size() < limit; place++) {
            tasks.add(read(queue, ranks[queue][place]));
        }
        return tasks;
    }

    private Task read(int queue, long rank) {
        return new Task(
                spec(queue, rank),
                new Task.Standing(TaskState.READY, rank, 0, 0, 0, 0, null, 0, null, 0, false, Slices.NONE));
    }

    /** A task's document; strings are its own, as those are that a driver reads. */
    TaskSpec spec(int queue, long rank) {
        return new TaskSpec(
                new UUID((rank / MILLI) << 16 | 0x7000L | rank % MILLI, 0x8000000000000000L | queue),
                new String(POOL),
                new String(names[queue]),
                null,
                0,
                new String(handlers[queue]),
                "{\"number\":" + rank + "}",
                null,
                null,
                null,
                new String("java"),
                0,
                rank,
                0,
                0,
                TIMEOUT_MILLIS,
                RETRY,
                null);
    }
}
