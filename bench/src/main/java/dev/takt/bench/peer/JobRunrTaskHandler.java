package dev.takt.bench.peer;

import dev.takt.bench.workload.Work;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** Performs JobRunr's tasks. */
public final class JobRunrTaskHandler implements JobRequestHandler<JobRunrTask> {
    private final Work work;

    JobRunrTaskHandler(Work work) {
        this.work = work;
    }

    @Override
    public void run(JobRunrTask task) {
        if (task.firing()) {
            work.fired((int) task.number());
        } else {
            work.run(task.number());
        }
    }
}
