package dev.takt.core.pool;

import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Demand;
import dev.takt.core.task.TaskIds;
import dev.takt.core.task.TaskSpec;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Builds task specifications that say only what a test is about. */
public final class Specs {
    private static final AtomicLong MILLIS = new AtomicLong(1_700_000_000_000L);
    private static final TaskIds IDS = new TaskIds(MILLIS::incrementAndGet, new Random(1));

    private String queue = "default";
    private String job;
    private String handler = "noop";
    private String payload;
    private String labels;
    private String key;
    private int priority;
    private long submitted = 1_000_000;
    private long due;
    private long expires;
    private long timeoutMillis;
    private RetryPolicy retry = RetryPolicy.NONE;
    private Demand demand = Demand.NONE;

    private Specs() {}

    public static Specs aTask() {
        return new Specs();
    }

    public Specs in(String itsQueue) {
        this.queue = itsQueue;
        return this;
    }

    public Specs ofJob(String itsJob) {
        this.job = itsJob;
        return this;
    }

    public Specs handledBy(String itsHandler) {
        this.handler = itsHandler;
        return this;
    }

    public Specs withPayload(String json) {
        this.payload = json;
        return this;
    }

    public Specs labelled(String json) {
        this.labels = json;
        return this;
    }

    public Specs keyed(String itsKey) {
        this.key = itsKey;
        return this;
    }

    public Specs ofPriority(int itsPriority) {
        this.priority = itsPriority;
        return this;
    }

    public Specs submittedAt(long micros) {
        this.submitted = micros;
        return this;
    }

    public Specs dueAt(long micros) {
        this.due = micros;
        return this;
    }

    public Specs expiringAt(long micros) {
        this.expires = micros;
        return this;
    }

    public Specs attempts(int attempts) {
        this.retry = new RetryPolicy(attempts, 1_000, 2, 60_000);
        return this;
    }

    public Specs asking(Demand asked) {
        this.demand = asked;
        return this;
    }

    public Specs expecting(long micros) {
        return asking(new Demand(micros, demand.deadlineMicros(), 0, 0, null, null, Map.of(), Map.of()));
    }

    public Specs endingBy(long deadlineMicros) {
        return asking(new Demand(demand.expectedMicros(), deadlineMicros, 0, 0, null, null, Map.of(), Map.of()));
    }

    public Specs timingOutAfter(long millis) {
        this.timeoutMillis = millis;
        return this;
    }

    public TaskSpec spec() {
        return spec(IDS.next());
    }

    public TaskSpec spec(UUID id) {
        return new TaskSpec(
                id,
                "default",
                queue,
                job,
                job == null ? 0 : 1,
                handler,
                payload,
                labels,
                key,
                null,
                "tester",
                priority,
                submitted,
                due,
                expires,
                timeoutMillis,
                retry,
                demand);
    }
}
