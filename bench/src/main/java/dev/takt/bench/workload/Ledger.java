package dev.takt.bench.workload;

import java.util.Optional;

/** What a contestant's record says, read from its tables. */
public interface Ledger {
    /** Whether no task waits or runs: all that was enqueued is recorded as done. */
    boolean isIdle() throws Exception;

    /**
     * What is wrong in the record with tasks that should have ended once each.
     *
     * @param first the number of the first
     * @param tasks how many
     * @return empty when nothing is
     */
    Optional<String> fault(long first, int tasks) throws Exception;

    /**
     * When each schedule is due for the first time.
     *
     * @param schedules how many there are
     * @return microseconds since 1970, by the schedule's number
     */
    long[] firstDues(int schedules) throws Exception;
}
