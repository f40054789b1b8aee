package dev.takt.bench.run;

import java.util.List;

/** One thing that contestants are measured at. */
public interface Workload {
    /** Which of these contestants can do it, under the names that results have. */
    List<String> of(List<String> contestants);

    /**
     * Measures one contestant once.
     *
     * @param round from 1
     * @throws Exception when it cannot be done; the contestant then has no figure
     */
    void measure(Bench bench, String contestant, int round) throws Exception;

    /** The workload's short name. */
    String name();
}
