package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Tasks that were enqueued at once and have all ended, once each, in the handler's count and in the record.
 *
 * @param tasks how many
 * @param enqueueNanos from the first call to the end of the last
 * @param nanos from the first call until the record said that all had ended
 */
record Batch(int tasks, long enqueueNanos, long nanos) {
    private static final double NANOS_A_SECOND = 1e9;

    /** So long a contestant may take for a batch before it is called failed. */
    private static final long LIMIT_SECONDS = 900;

    /**
     * Has a contestant do a batch.
     *
     * @param first the number of the first task
     * @throws Failed when a task was lost, doubled or not recorded
     */
    static Batch run(Running contestant, long first, int tasks) throws IOException, InterruptedException, Failed {
        contestant.ledger().expect(first, tasks, 0);
        JsonNode enqueued = contestant.entrance().enqueue(first, tasks);
        JsonNode done = contestant.ledger().await(first, tasks, LIMIT_SECONDS);
        check(done);
        long startedAt = enqueued.path("startedAtNanos").asLong();
        return new Batch(
                tasks,
                enqueued.path("endedAtNanos").asLong() - startedAt,
                done.path("doneAtNanos").asLong() - startedAt);
    }

    /**
     * Checks what {@code await} answered.
     *
     * @throws Failed when it is not that each task ended once
     */
    static void check(JsonNode done) throws Failed {
        boolean whole = done.path("ended").asBoolean()
                && done.path("idle").asBoolean()
                && done.path("missing").asInt() == 0
                && done.path("surplus").asInt() == 0
                && !done.hasNonNull("fault");
        if (!whole) {
            throw new Failed("%d tasks never started, %d starts too many, %s, %s"
                    .formatted(
                            done.path("missing").asInt(),
                            done.path("surplus").asInt(),
                            done.path("idle").asBoolean() ? "nothing left in the record" : "some left in the record",
                            done.path("fault").asText("the rest is right")));
        }
    }

    double tasksPerSecond() {
        return tasks * NANOS_A_SECOND / nanos;
    }

    double enqueuedPerSecond() {
        return tasks * NANOS_A_SECOND / enqueueNanos;
    }
}
