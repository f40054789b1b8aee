package dev.takt.record;

/**
 * For how long the record has been within reach without a break. Only who was heard by it all the time may believe that
 * another, of whom the record has heard nothing, is gone: after an outage the record has heard nobody. Not for several
 * threads that note contacts.
 */
public final class Contact {
    private final long breakNanos;
    private volatile long sinceNanos;
    private volatile long lastNanos;

    /**
     * Begins with a first contact.
     *
     * @param breakNanos what time without a contact is a break
     */
    public Contact(long nowNanos, long breakNanos) {
        this.breakNanos = breakNanos;
        this.sinceNanos = nowNanos;
        this.lastNanos = nowNanos;
    }

    /** The record answered. */
    public void made(long nowNanos) {
        if (nowNanos - lastNanos > breakNanos) {
            sinceNanos = nowNanos;
        }
        lastNanos = nowNanos;
    }

    /** Whether it has lasted for so long, and lasts. */
    public boolean hasLasted(long nanos, long nowNanos) {
        return nowNanos - lastNanos <= breakNanos && nowNanos - sinceNanos >= nanos;
    }
}
