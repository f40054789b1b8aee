package dev.takt.core.pool;

import dev.takt.core.node.PoolNode;
import dev.takt.core.policy.Expectation;
import dev.takt.core.task.TaskSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * How long things take, by handler and by job: exponentially weighted means that forget within some tens of attempts.
 * Of one owner and in memory only: after a take-over they are learnt anew, which a few attempts do. Handlers and jobs
 * are those that exist, so their number is bounded by what is deployed and defined.
 */
final class RunTimes implements Expectation {
    private static final double WEIGHT_OF_LATEST = 0.1;

    private final Map<String, double[]> byHandler = new HashMap<>();
    private final Map<String, double[]> byJob = new HashMap<>();
    private int shortHandlers;

    /** An attempt of a handler held a slot for so long; one that yielded, for its slice. */
    void learn(String handler, long micros) {
        boolean wasShort = PoolNode.isShort(meanMicros(handler));
        learn(byHandler, handler, micros);
        boolean isShort = PoolNode.isShort(meanMicros(handler));
        shortHandlers += isShort == wasShort ? 0 : isShort ? 1 : -1;
    }

    /** Whether any handler's tasks are so short that nodes take them ahead of their slots. */
    boolean anyShort() {
        return shortHandlers > 0;
    }

    /** A task of a job took so long to succeed, all slices of its last attempt together. */
    void learnJob(String job, long micros) {
        learn(byJob, job, micros);
    }

    private static void learn(Map<String, double[]> means, String name, long micros) {
        double[] mean = means.get(name);
        if (mean == null) {
            means.put(name, new double[] {Math.max(1, micros)});
        } else {
            mean[0] += WEIGHT_OF_LATEST * (Math.max(1, micros) - mean[0]);
        }
    }

    /** How long a handler's attempt or slice holds a slot; 0 when nothing is known. */
    double meanMicros(String handler) {
        double[] mean = byHandler.get(handler);
        return mean == null ? 0 : mean[0];
    }

    @Override
    public long micros(TaskSpec task) {
        long declared = task.demand().expectedMicros();
        if (declared > 0) {
            return declared;
        }
        double[] mean = task.job() == null ? null : byJob.get(task.job());
        return (long) (mean == null ? meanMicros(task.handler()) : mean[0]);
    }
}
