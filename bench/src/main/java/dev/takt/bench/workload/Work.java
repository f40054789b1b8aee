package dev.takt.bench.workload;

/** What a contestant's handler calls. */
public interface Work {
    /**
     * Performs a task: counts it, and takes as long as was agreed.
     *
     * @param number the task's number
     */
    void run(long number);

    /**
     * Notes that a schedule fired.
     *
     * @param schedule its number, from 0
     */
    void fired(int schedule);
}
