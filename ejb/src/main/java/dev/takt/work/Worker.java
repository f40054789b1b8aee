package dev.takt.work;

import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Stub. */
@ApplicationScoped
public class Worker {
    public void start(List<Assignment> assignments) {}

    public void cancel(UUID task, long token) {}

    public void confirmed(List<AttemptReport> reports) {}

    public boolean holds(UUID task, long token) {
        return false;
    }

    public List<Object> running() {
        return List.of();
    }

    public int slots() {
        return 1;
    }

    public int stuck() {
        return 0;
    }

    public Set<String> handlers() {
        return Set.of();
    }

    public void onHandlersChanged(Runnable r) {}
}
