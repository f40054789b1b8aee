package dev.takt.core.task;

/**
 * How far a task has come by slices: parts of one attempt, each of which ended by giving its slot back.
 *
 * @param count how many slices of the present attempt have ended by yielding
 * @param ranMicros how long these ran together
 * @param checkpoint what the latest of them left for the next, as JSON text; it outlives the attempt. Null when none, or
 *     when it is left in the record
 * @param inRecord whether there is a checkpoint that is not held here
 */
public record Slices(int count, long ranMicros, String checkpoint, boolean inRecord) {
    /** A checkpoint longer than this stays in the record while its task waits, like a long payload. */
    public static final int CHECKPOINT_HELD_MAX_CHARS = Task.PAYLOAD_HELD_MAX_CHARS;

    /** Nothing has yielded. */
    public static final Slices NONE = new Slices(0, 0, null, false);

    /** One more slice has ended. */
    Slices and(String itsCheckpoint, long itsMicros) {
        return new Slices(count + 1, ranMicros + Math.max(0, itsMicros), itsCheckpoint, false);
    }

    /** For a new attempt: it goes on from the checkpoint, and counts its own slices. */
    Slices ofNewAttempt() {
        return new Slices(0, 0, checkpoint, inRecord);
    }

    Slices leftInRecord() {
        return checkpoint != null && checkpoint.length() > CHECKPOINT_HELD_MAX_CHARS
                ? new Slices(count, ranMicros, null, true)
                : this;
    }
}
