package dev.takt.core.pool;

import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Slices;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskFact;

/** How attempts end, and what that means for their tasks: the end, another try, or back into the line. */
final class AttemptEnds {
    private final PoolState pool;

    AttemptEnds(PoolState pool) {
        this.pool = pool;
    }

    /** A worker's word; refused when its token is not the task's latest. */
    void report(Command.Report command) {
        AttemptReport report = command.report();
        Decision.Settled settled = new Decision.Settled(command.node(), report);
        pool.decision().settled().add(settled);
        Task task = pool.held.get(report.task());
        if (task == null || task.state() != TaskState.RUNNING || task.token() != report.token()) {
            pool.decision().refused().add(settled);
            return;
        }
        pool.leaveNode(task);
        long ran = Math.max(0, Micros.of(report.endedAt()) - Micros.of(report.startedAt()));
        long endedAt = endedMicros(task, ran, report);
        long started = endedAt - ran;
        pool.runTimes.learn(task.spec().handler(), ran);
        if (hasMoreToTell(report, task)) {
            note(task, started, endedAt, report.outcome(), report.error(), report.log());
        }
        switch (report.outcome()) {
            case SUCCEEDED -> {
                if (task.spec().job() != null) {
                    pool.runTimes.learnJob(task.spec().job(), task.slices().ranMicros() + ran);
                }
                pool.end(task, TaskFact.SUCCEEDED, TaskState.SUCCEEDED, report.result(), null, started, endedAt);
            }
            // Told to stop: if nobody asked for that, its node stops, and the attempt has simply failed.
            case FAILED, CANCELLED, LOST ->
                failed(task, TaskFact.FAILED, TaskState.FAILED, report.error(), report.retryable(), started, endedAt);
            case TIMED_OUT ->
                failed(task, TaskFact.TIMED_OUT, TaskState.TIMED_OUT, report.error(), true, started, endedAt);
            case YIELDED -> yielded(task, report.result(), started, endedAt);
        }
    }

    /**
     * When an attempt ended, as the record keeps it. The worker's clock measured how long it took, but must not decide where
     * it stands in the history: it ended after it was handed out, and not later than now.
     */
    private long endedMicros(Task task, long ranMicros, AttemptReport report) {
        long earliest = task.startedMicros() + ranMicros;
        return Math.min(Math.max(Micros.of(report.endedAt()), earliest), pool.now());
    }

    /** A first attempt that simply succeeded is told by its task, and a slice by the next one. */
    private static boolean hasMoreToTell(AttemptReport report, Task task) {
        return report.log() != null
                || switch (report.outcome()) {
                    case YIELDED -> false;
                    case SUCCEEDED -> task.attempt() > 1;
                    case FAILED, TIMED_OUT, CANCELLED, LOST -> true;
                };
    }

    /** Back into the line, behind those that its queue's order now has before it. */
    private void yielded(Task task, String checkpoint, long started, long endedAt) {
        if (task.isCancelRequested()) {
            String why = "Cancelled; the handler had yielded.";
            pool.end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, started, endedAt);
            return;
        }
        task.endSlice(checkpoint, endedAt - started, pool.rankAfterSlice(task.spec()));
        pool.decision().updated().add(task);
        pool.decision().sliced().add(task);
        pool.touch(task);
        pool.addToLine(task);
    }

    /** A new attempt counts its own slices. */
    private void writeSlices(Task task) {
        if (task.slices() != Slices.NONE) {
            pool.decision().sliced().add(task);
        }
    }

    private void failed(
            Task task, TaskFact fact, TaskState last, String why, boolean retryable, long started, long endedAt) {
        if (task.isCancelRequested()) {
            pool.end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, started, endedAt);
        } else if (retryable && task.spec().retry().allowsAnother(task.counted())) {
            long wait = task.spec().retry().waitMicros(task.counted(), task.id().getLeastSignificantBits());
            task.waitForRetry(pool.now() + wait, why);
            pool.decision().updated().add(task);
            writeSlices(task);
            pool.touch(task);
            pool.addToSchedule(task);
        } else {
            pool.end(task, fact, last, null, why, started, endedAt);
        }
    }

    /** A node is gone, and with it every attempt that it ran. */
    void nodeGone(String id, boolean stopped) {
        for (Task task : pool.roster.gone(id)) {
            pool.leaveQueueRunning(task);
            String why = "Node " + id + (stopped ? " was stopped" : " was lost") + " while it ran attempt "
                    + task.attempt() + ".";
            note(task, task.startedMicros(), pool.now(), AttemptOutcome.LOST, why, null);
            task.countInterrupted(stopped);
            int lostLimit = pool.settings().lostLimit();
            if (task.isCancelRequested()) {
                pool.end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, task.startedMicros(), pool.now());
            } else if (!stopped && task.lost() >= lostLimit) {
                String verdict = "Quarantined: " + task.lost() + " attempts were lost together with their nodes (the "
                        + "pool's limit is " + lostLimit + "), so this task may be what kills them. "
                        + "Look at its handler, then retry it. " + why;
                pool.end(task, TaskFact.QUARANTINED, TaskState.FAILED, null, verdict, task.startedMicros(), pool.now());
            } else {
                task.lose(why);
                pool.decision().updated().add(task);
                writeSlices(task);
                pool.touch(task);
                pool.addToLine(task);
            }
        }
    }

    /** Keeps a row of its own for the attempt. */
    private void note(Task task, long started, long ended, AttemptOutcome outcome, String error, String log) {
        pool.decision()
                .attempts()
                .add(new Decision.Attempt(
                        task, task.attempt(), task.token(), task.node(), started, ended, outcome, error, log));
    }
}
