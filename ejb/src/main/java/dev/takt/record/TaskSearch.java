package dev.takt.record;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds tasks, waiting, running and ended, for the API and the console. */
@ApplicationScoped
public class TaskSearch {
    /** One task; empty when there is none with this id, or it is no longer kept. */
    public Optional<TaskDetail> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** One page of tasks, newest first. */
    public Page<TaskSummary> list(TaskFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** A task's attempts, first to last; empty when none has started. */
    public List<AttemptDetail> attempts(UUID id) {
        throw new UnsupportedOperationException();
    }
}
