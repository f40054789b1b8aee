package dev.takt.own;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether the server takes no further requests, because this node has prepared for its stop. */
@ApplicationScoped
public class Suspension {
    private volatile boolean suspended;

    public boolean isSuspended() {
        return suspended;
    }

    /**
     * Lets time pass, unless the server is suspended.
     *
     * @return true when it is, or when the thread is asked to end; at once then
     */
    public synchronized boolean await(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toNanos(); left > 0 && !suspended; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return suspended;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    synchronized void set(boolean now) {
        suspended = now;
        notifyAll();
    }
}
