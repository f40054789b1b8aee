package dev.takt.core.pool;

import dev.takt.core.task.Task;
import java.util.List;

/** Whoever waits for an answer. Called after the commit, with the tasks as they then stand; never by the machine. */
public interface Ticket {
    /** Nobody waits. */
    Ticket NONE = new Ticket() {
        @Override
        public void done(List<Task> tasks) {}

        @Override
        public void refused(Refusal refusal) {}
    };

    void done(List<Task> tasks);

    void refused(Refusal refusal);

    /** Why a command had no effect. */
    enum Refusal {
        /** There is no such task among those that have not ended. */
        NOT_LIVE,
        /** Only a scheduled task can be hastened. */
        NOT_SCHEDULED,
        /** The queue is not of this pool. */
        NO_QUEUE
    }
}
