package dev.takt.core.task;

import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import java.util.Comparator;
import java.util.UUID;

/**
 * A task with its present standing, as the owner holds it. Changed only by the pool's machine, and only through
 * {@link Transition#TABLE}.
 */
public final class Task {
    /** The order of a line: by rank, then by age. */
    public static final Comparator<Task> BY_RANK =
            Comparator.comparingLong(Task::rank).thenComparing(Task::id);

    /** A payload longer than this stays in the record while its task waits, so that a window of tasks stays small. */
    public static final int PAYLOAD_HELD_MAX_CHARS = 1_024;

    /** How much of an error a task keeps while it waits for another attempt. */
    public static final int ERROR_HELD_MAX_CHARS = 200;

    private TaskSpec spec;
    private TaskState state;
    private long rank;
    private int attempt;
    private int lost;
    private int stopped;
    private long token;
    private String node;
    private long startedMicros;
    private long retryAtMicros;
    private String error;
    private long cancelRequestedMicros;
    private boolean payloadInRecord;
    private Slices slices = Slices.NONE;

    /** A task as the record has it. */
    public Task(TaskSpec spec, Standing standing) {
        this.spec = spec;
        this.state = standing.state;
        this.rank = standing.rank;
        this.attempt = standing.attempt;
        this.lost = standing.lost;
        this.stopped = standing.stopped;
        this.token = standing.token;
        this.node = standing.node;
        this.startedMicros = standing.startedMicros;
        this.retryAtMicros = standing.state == TaskState.SCHEDULED ? standing.rank : 0;
        this.error = standing.error;
        this.cancelRequestedMicros = standing.cancelRequestedMicros;
        this.payloadInRecord = standing.payloadInRecord;
        this.slices = standing.slices;
    }

    /** A new task; where it stands is for the machine to say. */
    public Task(TaskSpec spec) {
        this.spec = spec;
    }

    /**
     * The changing part of a task, as read from the record.
     *
     * @param token 0 before the first attempt
     * @param payloadInRecord whether there is a payload that was not read
     */
    public record Standing(
            TaskState state,
            long rank,
            int attempt,
            int lost,
            int stopped,
            long token,
            String node,
            long startedMicros,
            String error,
            long cancelRequestedMicros,
            boolean payloadInRecord,
            Slices slices) {}

    /** Puts a new task in its first state: SCHEDULED with its due time as rank, or READY. */
    public void place(TaskState first, long itsRank) {
        if (state != null || !(first == TaskState.SCHEDULED || first == TaskState.READY)) {
            throw new IllegalStateException("Task " + id() + " cannot begin as " + first + " from " + state);
        }
        state = first;
        rank = itsRank;
    }

    /** Moves through the one door. */
    private void move(TaskFact fact, TaskState to) {
        if (!Transition.isAllowed(state, fact, to)) {
            throw new IllegalStateException("Task " + id() + " cannot go from " + state + " to " + to + " by " + fact);
        }
        state = to;
    }

    public void becomeReady(TaskFact fact, long itsRank) {
        move(fact, TaskState.READY);
        rank = itsRank;
    }

    /** Runs, with a token that rises: a new attempt, or the next slice of one that has yielded. */
    public void start(String onNode, long withToken, long atMicros) {
        move(TaskFact.STARTED, TaskState.RUNNING);
        if (withToken <= token) {
            throw new IllegalStateException("Task " + id() + ": token " + withToken + " does not rise above " + token);
        }
        if (slices.count() == 0) {
            attempt++;
        }
        token = withToken;
        node = onNode;
        startedMicros = atMicros;
    }

    /** Gives its slot back with work left. */
    public void endSlice(String checkpoint, long ranMicros, long itsRank) {
        move(TaskFact.YIELDED, TaskState.READY);
        rank = itsRank;
        slices = slices.and(checkpoint, ranMicros);
    }

    public void waitForRetry(long untilMicros, String why) {
        move(TaskFact.RETRIED, TaskState.SCHEDULED);
        slices = slices.count() == 0 ? slices : slices.ofNewAttempt();
        rank = untilMicros;
        retryAtMicros = untilMicros;
        error = brief(why);
    }

    /** Back into the line after {@link #countInterrupted}. */
    public void lose(String why) {
        move(TaskFact.LOST, TaskState.READY);
        slices = slices.count() == 0 ? slices : slices.ofNewAttempt();
        error = brief(why);
    }

    /** A task that waits keeps a short reason: thousands are held. The attempt in the record has the whole. */
    private static String brief(String why) {
        return why == null || why.length() <= ERROR_HELD_MAX_CHARS
                ? why
                : why.substring(0, ERROR_HELD_MAX_CHARS) + "...";
    }

    /** Ends the task; {@code why} is null when it succeeded. */
    public void end(TaskFact fact, TaskState how, String why) {
        move(fact, how);
        error = why;
    }

    /** Its node is gone: lost with it, or stopped in good order, which speaks against nobody. */
    public void countInterrupted(boolean inGoodOrder) {
        if (inGoodOrder) {
            stopped++;
        } else {
            lost++;
        }
    }

    public void requestCancel(long atMicros) {
        if (cancelRequestedMicros == 0) {
            cancelRequestedMicros = atMicros;
        }
    }

    /**
     * What a worker needs to perform the attempt, or the slice of it, that has just started. The timeout is what the
     * slices before have left of it.
     *
     * @param payloadRead the payload, if it was left in the record
     * @param checkpointRead the checkpoint, if it was left in the record
     * @param sliceMillis after how long to yield; 0 for never
     */
    public Assignment assignment(String payloadRead, String checkpointRead, long sliceMillis) {
        long timeout = spec.timeoutMillis();
        return new Assignment(
                spec.id(),
                token,
                attempt,
                spec.pool(),
                spec.queue(),
                spec.job(),
                spec.handler(),
                payloadInRecord ? payloadRead : spec.payload(),
                spec.labels(),
                timeout == 0 ? 0 : Math.max(1, timeout - slices.ranMicros() / 1_000),
                Micros.instant(spec.submittedMicros()),
                sliceMillis,
                slices.inRecord() ? checkpointRead : slices.checkpoint());
    }

    /** Forgets a long payload, which the record has. */
    public void leavePayloadInRecord() {
        if (spec.payload() != null && spec.payload().length() > PAYLOAD_HELD_MAX_CHARS) {
            spec = spec.withoutPayload();
            payloadInRecord = true;
        }
    }

    /** Forgets a long checkpoint, which the record has. */
    public void leaveCheckpointInRecord() {
        slices = slices.leftInRecord();
    }

    public UUID id() {
        return spec.id();
    }

    public TaskSpec spec() {
        return spec;
    }

    public TaskState state() {
        return state;
    }

    /** The place in the line while READY; the due time in microseconds while SCHEDULED. */
    public long rank() {
        return rank;
    }

    /** How many attempts have started. */
    public int attempt() {
        return attempt;
    }

    /** How many attempts were lost with their node. */
    public int lost() {
        return lost;
    }

    /** How many attempts ended because their node was stopped in good order. */
    public int stopped() {
        return stopped;
    }

    /** How many attempts count against the retry policy. */
    public int counted() {
        return attempt - lost - stopped;
    }

    /** The latest attempt's token; 0 before the first. */
    public long token() {
        return token;
    }

    public String node() {
        return node;
    }

    public long startedMicros() {
        return startedMicros;
    }

    /** When it may start: the due time, or the end of the retry wait; 0 for at once. */
    public long dueMicros() {
        return Math.max(spec.dueMicros(), retryAtMicros);
    }

    public String error() {
        return error;
    }

    public boolean isCancelRequested() {
        return cancelRequestedMicros != 0;
    }

    public long cancelRequestedMicros() {
        return cancelRequestedMicros;
    }

    /** How far it has come by slices. */
    public Slices slices() {
        return slices;
    }

    /** Whether it has a payload that is not held here. */
    public boolean payloadInRecord() {
        return payloadInRecord;
    }
}
