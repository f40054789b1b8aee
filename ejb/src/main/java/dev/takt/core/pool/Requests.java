package dev.takt.core.pool;

import dev.takt.api.TaskState;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskFact;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/** What people and programs ask of a pool: new tasks, an end, no more waiting. */
final class Requests {
    private final PoolState pool;

    Requests(PoolState pool) {
        this.pool = pool;
    }

    void submit(Command.Submit submit) {
        Decision decision = pool.decision();
        for (TaskSpec spec : submit.tasks()) {
            if (!pool.queues.containsKey(spec.queue())) {
                decision.answers().add(new Decision.Answer(submit.ticket(), List.of(), Ticket.Refusal.NO_QUEUE));
                return;
            }
        }
        List<Task> made = new ArrayList<>(submit.tasks().size());
        for (TaskSpec spec : submit.tasks()) {
            Task task = new Task(spec);
            if (spec.dueMicros() > pool.now()) {
                task.place(TaskState.SCHEDULED, spec.dueMicros());
                pool.addToSchedule(task);
            } else {
                task.place(TaskState.READY, pool.rank(spec, readySince(spec)));
                pool.addToLine(task);
            }
            pool.touch(task);
            decision.inserted().add(task);
            made.add(task);
            if (spec.retryOf() != null) {
                audit(spec.submittedBy(), "task.retried", spec.retryOf().toString());
            }
        }
        decision.answers().add(new Decision.Answer(submit.ticket(), made, null));
    }

    private static long readySince(TaskSpec spec) {
        return Math.max(spec.submittedMicros(), spec.dueMicros());
    }

    void cancel(Command.Cancel command) {
        Decision decision = pool.decision();
        Task task = pool.present(command.task(), command.found());
        if (task == null || task.state().isFinal()) {
            decision.answers().add(new Decision.Answer(command.ticket(), List.of(), Ticket.Refusal.NOT_LIVE));
            return;
        }
        boolean repeated = task.isCancelRequested();
        if (!repeated) {
            audit(command.actor(), "task.cancel-requested", task.id().toString());
        }
        if (task.state() == TaskState.RUNNING) {
            task.requestCancel(pool.now());
            decision.updated().add(task);
            decision.stops().add(new Decision.Stop(task.node(), task));
        } else {
            pool.leaveLine(task);
            String why = "Cancelled by " + command.actor() + ".";
            pool.end(task, TaskFact.CANCELLED, TaskState.CANCELLED, null, why, task.startedMicros(), pool.now());
        }
        decision.answers().add(new Decision.Answer(command.ticket(), List.of(task), null));
    }

    void hasten(Command.Hasten command) {
        Decision decision = pool.decision();
        Task task = pool.present(command.task(), command.found());
        if (task == null || task.state() != TaskState.SCHEDULED) {
            Ticket.Refusal why =
                    task == null || task.state().isFinal() ? Ticket.Refusal.NOT_LIVE : Ticket.Refusal.NOT_SCHEDULED;
            decision.answers().add(new Decision.Answer(command.ticket(), List.of(), why));
            return;
        }
        pool.leaveLine(task);
        pool.becomeReady(task, TaskFact.HASTENED, pool.now());
        audit(command.actor(), "task.retried", task.id().toString());
        decision.answers().add(new Decision.Answer(command.ticket(), List.of(task), null));
    }

    void expire(Command.Expire command) {
        for (Task found : command.found()) {
            Task task = pool.present(found.id(), found);
            if (task.state().isWaiting() && task.attempt() == 0 && pool.isExpired(task)) {
                pool.leaveLine(task);
                pool.expire(task);
            }
        }
    }

    private void audit(String actor, String action, String target) {
        pool.decision().audited().add(new Decision.Audited(actor, action, target));
    }
}
