package dev.takt.bench.peer;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** A task as JobRunr keeps it: read and written by its JSON mapper, by fields. */
public final class JobRunrTask implements JobRequest {
    private static final long serialVersionUID = 1L;

    private long number;
    private boolean firing;

    /** For the JSON mapper. */
    public JobRunrTask() {}

    JobRunrTask(long number, boolean firing) {
        this.number = number;
        this.firing = firing;
    }

    long number() {
        return number;
    }

    boolean firing() {
        return firing;
    }

    @Override
    @SuppressWarnings("rawtypes") // JobRunr's own signature is raw.
    public Class<? extends JobRequestHandler> getJobRequestHandler() {
        return JobRunrTaskHandler.class;
    }
}
