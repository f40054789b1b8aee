package dev.takt.work;

/**
 * The attempts that wait on this node for a slot. They are given to others when this node is taken for gone, so none may
 * begin that others may have begun: not before this node knows that the record has heard of it lately.
 */
public interface Line {
    /**
     * Lets what waits begin until a moment of {@link WorkerTime#nanos()}; with one that has passed, and before the first
     * call, nothing begins.
     */
    void beginUntil(long nanos);

    /**
     * Drops what has not begun, because others may have been given it. An owner that has not done so finds that it is
     * missing, and hands it over again.
     */
    void forgetWaiting();
}
