package dev.takt.work;

import dev.takt.api.TaktException;
import dev.takt.api.TaskFailedException;
import dev.takt.api.TaskResult;
import dev.takt.api.board.HandlerBoard;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptRef;
import dev.takt.intake.DocumentReader;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.jboss.logging.Logger;

/**
 * Performs attempts on this node's slots. All methods may be called from any thread, and none blocks. How many
 * attempts may stand in the line is bounded by those who hand them over: owners know the node's slots.
 */
@ApplicationScoped
public class Worker implements Attempts, Line {
    /** The largest result in bytes of UTF-8: as large as a payload by default. */
    static final int RESULT_BYTES_MAX = 256 * 1024;

    private static final Logger LOG = Logger.getLogger(Worker.class);

    private HandlerBoard board;
    private AttemptReports owner;
    private ThreadFactory threads;
    private WorkerSettings settings;
    private WorkerTime time;

    private final BlockingQueue<Attempt> line = new LinkedBlockingQueue<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Reports reports;
    private NodeTerm term;
    private Slots slots;
    private Watchdog watchdog;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/default")
    private ManagedThreadFactory managedThreads;

    /** For the container. */
    protected Worker() {}

    @Inject
    Worker(AttemptReports owner) {
        this.owner = owner;
    }

    /** For use without a container; call {@link #open} next, and {@link #beginUntil}. */
    Worker(HandlerBoard board, AttemptReports owner, ThreadFactory threads, WorkerSettings settings, WorkerTime time) {
        this.board = board;
        this.owner = owner;
        this.threads = threads;
        this.settings = settings;
        this.time = time;
    }

    @PostConstruct
    void startUp() {
        board = HandlerBoard.shared();
        threads = managedThreads;
        settings = WorkerSettings.fromSystemProperties();
        time = WorkerTime.system();
        open();
        watchdog.start(threads);
    }

    /** Starts the slots; the watchdog is left to the caller. */
    void open() {
        reports = new Reports(owner, time);
        term = new NodeTerm(time);
        slots = new Slots(settings, threads, line, term, this::perform);
        watchdog = new Watchdog(slots, reports, settings, time);
        slots.open();
    }

    /** Ends the threads. What runs is interrupted and reported by nobody: the owner finds it lost and tries again. */
    @PreDestroy
    void shutDown() {
        watchdog.stop();
        slots.close();
        listeners.forEach(Runnable::run);
        listeners.clear();
    }

    /**
     * Ends all that runs here, without reports, and waits for it as long as handlers may take after an interrupt. Nobody
     * may be there any more to take the reports: an interrupted attempt is not a failed one.
     */
    public void stop() {
        shutDown();
        slots.awaitEnd(settings.abandonGrace());
    }

    Watchdog watchdog() {
        return watchdog;
    }

    @Override
    public void start(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            Attempt attempt = new Attempt(assignment);
            if (reports.hold(attempt)) {
                line.add(attempt);
            }
        }
    }

    @Override
    public void beginUntil(long nanos) {
        term.lastUntil(nanos);
    }

    @Override
    public void forgetWaiting() {
        reports.forgetWaiting();
    }

    @Override
    public void cancel(AttemptRef ref) {
        Attempt attempt = reports.find(ref);
        if (attempt == null) {
            return;
        }
        if (attempt.cancel(time.nanos(), settings.cancelGrace().toNanos(), time.now())) {
            deliver(attempt);
        }
        watchdog.noteDeadline(attempt.actAtNanos());
    }

    /**
     * Wants the slots back, because the node drains or stops: asks every attempt that runs or waits here to yield, again if
     * it was asked before. Handlers that cannot are left alone, and so are attempts that are handed over later.
     */
    public void askToYield() {
        for (Attempt attempt : reports.held()) {
            attempt.askToYield();
        }
    }

    /** Whether there is an attempt here that has not ended, or whose end is not yet committed by its owner. */
    public boolean holdsAnything() {
        return !reports.held().isEmpty();
    }

    /** What has not ended, including what waits in line. */
    public List<Running> running() {
        List<Running> running = new ArrayList<>();
        for (Attempt attempt : reports.held()) {
            if (attempt.report() == null) {
                running.add(attempt.running());
            }
        }
        return running;
    }

    @Override
    public void confirmed(Collection<AttemptRef> committed) {
        reports.confirmed(committed);
    }

    @Override
    public Set<AttemptRef> held(String pool) {
        return reports.held(pool);
    }

    @Override
    public void repeatReports(String pool) {
        reports.repeat(pool);
        watchdog.noteDeadline(0);
    }

    /** How many attempts can run at once: those configured, less those that are held by abandoned handlers for good. */
    public int slots() {
        return slots.usable();
    }

    /** How many threads are held by handlers that were abandoned and have not come back. */
    public int stuck() {
        return slots.stuck();
    }

    /** The names of the handlers on this node. */
    public Set<String> handlers() {
        return board.names();
    }

    /** Whether a handler of this name is on this node. */
    public boolean hasHandler(String name) {
        return board.find(name).isPresent();
    }

    /** Has a listener called after each change of {@link #handlers()}. */
    public void onHandlersChanged(Runnable listener) {
        listeners.add(board.listen(listener));
    }

    /** Performs one attempt on the present thread; false when the attempt was abandoned meanwhile. */
    private boolean perform(Attempt attempt) {
        if (!attempt.begin(time.nanos(), time.now())) {
            return true;
        }
        watchdog.noteDeadline(attempt.actAtNanos());
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        boolean inTime;
        try {
            HandlerBoard.Registration handler = board.find(attempt.assignment().handler())
                    .orElseThrow(() -> TaskFailedException.retryable(
                            "Handler '" + attempt.assignment().handler()
                                    + "' has left this node since the task was placed; another try may find it.",
                            null));
            thread.setContextClassLoader(handler.classLoader());
            TaskResult result = handler.handler().handle(new AttemptContext(attempt, time));
            String json = checked(result, attempt.assignment());
            inTime = result != null && result.isYield()
                    ? attempt.yielded(json, time.now())
                    : attempt.succeeded(json, time.now());
        } catch (TaskFailedException e) {
            inTime = attempt.failed(Text.message(e), e.isRetryable(), time.now());
        } catch (TaktException.Busy e) {
            inTime = attempt.failed(Text.message(e), true, time.now());
        } catch (Throwable e) {
            // Errors too: the slot must go on, and the attempt must be reported.
            inTime = attempt.failed(Text.trace(e), true, time.now());
        } finally {
            thread.setContextClassLoader(own);
            // An interrupt was meant for the attempt, which is over.
            Thread.interrupted();
        }
        if (inTime) {
            deliver(attempt);
        } else {
            LOG.warnf(
                    "The handler '%s' of task %s came back after it had been abandoned; its result is dropped. Its"
                            + " thread is free again.",
                    attempt.assignment().handler(), attempt.assignment().task());
        }
        return inTime;
    }

    private void deliver(Attempt attempt) {
        if (!reports.deliver(attempt)) {
            watchdog.noteDeadline(time.nanos() + Reports.REFUSED_REPEAT_NANOS);
        }
    }

    private static String checked(TaskResult result, Assignment assignment) {
        String json = result == null ? null : result.json();
        // A handler that passes its payload through needs no second look.
        if (json == null || json == assignment.payload() || json == assignment.checkpoint()) {
            return json;
        }
        String what = result.isYield()
                ? "The handler yielded, but its checkpoint "
                : "The handler did its work, but its result ";
        boolean mayBeTooLarge = json.length() > RESULT_BYTES_MAX / 3;
        if (mayBeTooLarge && json.getBytes(StandardCharsets.UTF_8).length > RESULT_BYTES_MAX) {
            throw TaskFailedException.permanent(
                    what + "is larger than " + RESULT_BYTES_MAX
                            + " bytes. Keep what is large elsewhere and return its address.",
                    null);
        }
        String flaw = DocumentReader.flaw(json);
        if (flaw != null) {
            throw TaskFailedException.permanent(what + flaw, null);
        }
        return json;
    }
}
