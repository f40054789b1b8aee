package dev.takt.web.console;

import dev.takt.api.Retry;
import dev.takt.job.JobDefinition;
import java.time.Duration;

/** What the forms for a task and for a job have in common, as typed. */
public class TaskFields {
    private String handler;
    private String payload;
    private String queue;
    private String priority;
    private String timeout;
    private String ttl;
    private String attempts;
    private String backoff;
    private String factor;
    private String backoffMax;
    private String labels;
    private final NeedsFields needs = new NeedsFields();

    /** Fills the form from a job. */
    void show(JobDefinition job, Show show) {
        handler = job.handler();
        payload = show.pretty(job.payload());
        queue = job.queue();
        priority = job.priority() == null ? null : job.priority().toString();
        timeout = Spans.write(job.timeout());
        ttl = Spans.write(job.ttl());
        labels = show.labels(job.labels());
        needs.show(job.needs(), show);
        Retry retry = job.retry();
        if (retry != null) {
            attempts = Integer.toString(retry.attempts());
            backoff = Spans.write(retry.backoff());
            factor = Double.toString(retry.factor());
            backoffMax = Spans.write(retry.backoffMax());
        }
    }

    /** The retry policy; null when nothing of it was filled in. Parts left empty are those of {@link Retry#NONE}. */
    Retry retry(Fields read) {
        Integer times = read.integer("retry.attempts", attempts);
        Duration first = read.span("retry.backoff", backoff);
        Double growth = read.decimal("retry.factor", factor);
        Duration longest = read.span("retry.backoffMax", backoffMax);
        if (times == null && first == null && growth == null && longest == null) {
            return null;
        }
        return new Retry(
                times == null ? Retry.NONE.attempts() : times,
                first == null ? Retry.NONE.backoff() : first,
                growth == null ? Retry.NONE.factor() : growth,
                longest == null ? Retry.NONE.backoffMax() : longest);
    }

    public String getHandler() {
        return handler;
    }

    public void setHandler(String handler) {
        this.handler = handler;
    }

    public String getPayload() {
        return payload;
    }

    public void setPayload(String payload) {
        this.payload = payload;
    }

    public String getQueue() {
        return queue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public String getPriority() {
        return priority;
    }

    public void setPriority(String priority) {
        this.priority = priority;
    }

    public String getTimeout() {
        return timeout;
    }

    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public String getTtl() {
        return ttl;
    }

    public void setTtl(String ttl) {
        this.ttl = ttl;
    }

    public String getAttempts() {
        return attempts;
    }

    public void setAttempts(String attempts) {
        this.attempts = attempts;
    }

    public String getBackoff() {
        return backoff;
    }

    public void setBackoff(String backoff) {
        this.backoff = backoff;
    }

    public String getFactor() {
        return factor;
    }

    public void setFactor(String factor) {
        this.factor = factor;
    }

    public String getBackoffMax() {
        return backoffMax;
    }

    public void setBackoffMax(String backoffMax) {
        this.backoffMax = backoffMax;
    }

    public NeedsFields getNeeds() {
        return needs;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }
}
