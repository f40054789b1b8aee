package dev.takt.work;

/** For how long this node is believed to be there, as its slots ask it before each attempt. */
final class NodeTerm {
    private final WorkerTime time;
    private volatile long untilNanos = Long.MIN_VALUE;

    NodeTerm(WorkerTime time) {
        this.time = time;
    }

    synchronized void lastUntil(long nanos) {
        untilNanos = nanos;
        notifyAll();
    }

    boolean lasts() {
        return time.nanos() < untilNanos;
    }

    /** Waits until it lasts. */
    void await() throws InterruptedException {
        if (lasts()) {
            return;
        }
        synchronized (this) {
            while (!lasts()) {
                wait();
            }
        }
    }
}
