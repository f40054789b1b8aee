package dev.takt.job;

import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskRequest;
import dev.takt.core.task.TaskSpec;
import dev.takt.own.TriggerPlanner;
import dev.takt.record.TriggerRows.Upcoming;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the triggers of jobs mean, for the owners that fire them. */
@ApplicationScoped
public class JobPlanner implements TriggerPlanner {
    private static final Logger LOG = Logger.getLogger(JobPlanner.class);

    @Inject
    private TaskSpecs specs;

    @Override
    public Optional<Instant> next(Upcoming trigger, Instant after) {
        try {
            return TriggerSpec.read(trigger.spec()).schedule(trigger.madeAt()).next(after);
        } catch (IllegalStateException | IllegalArgumentException | DateTimeException unreadable) {
            LOG.errorf(
                    unreadable,
                    "Trigger '%s' of job '%s' cannot be understood and stands still; change the job to mend it.",
                    trigger.name(),
                    trigger.job());
            return Optional.empty();
        }
    }

    @Override
    public boolean skipsMissed(Upcoming trigger) {
        try {
            return TriggerSpec.read(trigger.spec()).skipsMissed();
        } catch (IllegalStateException | IllegalArgumentException | DateTimeException unreadable) {
            LOG.debugf(unreadable, "Trigger '%s' of job '%s' has no rule for misses.", trigger.name(), trigger.job());
            return true;
        }
    }

    @Override
    public void expect(Collection<String> jobs) {
        specs.remember(jobs);
    }

    @Override
    public Optional<TaskSpec> task(Upcoming trigger, Instant due) {
        TaskRequest request = TaskRequest.forJob(trigger.job()).due(due).build();
        List<Violation> violations = new ArrayList<>();
        Optional<TaskSpec> task = specs.make(request, "", "trigger:" + trigger.name(), violations);
        if (task.isEmpty()) {
            LOG.errorf(
                    "Trigger '%s' of job '%s' made no task at %s: %s", trigger.name(), trigger.job(), due, violations);
        }
        return task;
    }
}
