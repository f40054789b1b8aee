package dev.takt.core.queue;

/** How many ready tasks a pool holds in memory, shared between its lines. */
public final class Allowance {
    /**
     * How many tasks all lines together should hold: under 100 MB of them, as tasks mostly are. With few lines it is their own
     * limit that counts.
     */
    static final int HELD = 100_000;

    private int lines;
    private int held;

    void countLine() {
        lines++;
    }

    void countHeld(int change) {
        held += change;
    }

    /** How many tasks each line may hold that has not shown that it needs more. */
    int each() {
        return Math.max(Line.WINDOW_CAPACITY_MIN, Math.min(Line.WINDOW_CAPACITY, HELD / Math.max(1, lines)));
    }

    /** Whether no line should be given more than before. */
    boolean isSpent() {
        return held >= HELD;
    }
}
