package dev.takt.bench.run;

/** A process of a contestant's. */
interface ContestantProcess extends AutoCloseable {
    /** What is asked of it. */
    Control control();

    /** The process's id. */
    long pid();

    /** SIGKILL: a clean stop takes time and tells nothing. */
    @Override
    void close();
}
