package dev.takt.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.takt.api.TaskFailedException;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import dev.takt.api.board.HandlerBoard;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {
    /** For how long attempts may begin: longer than any test but those of this. */
    private static final long TERM_NANOS = Duration.ofMinutes(1).toNanos();

    private final HandlerBoard board = new HandlerBoard();
    private final BlockingQueue<AttemptReport> taken = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger offerDefects = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final WorkerTime time = new WorkerTime() {
        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }
    };
    private Worker worker;
    private Thread slot;

    @AfterEach
    void close() {
        if (worker != null) {
            worker.shutDown();
        }
    }

    @Test
    void aResultIsReportedAndKeptUntilItIsConfirmed() throws Exception {
        aWorkerWith(1, 0, task -> {
            task.log("hello");
            return TaskResult.json("{\"n\":" + task.payload().asJsonObject().getInt("n") + "}");
        });
        Assignment task = aTask("{\"n\": 7}", 0);
        worker.start(List.of(task, task));
        AttemptReport report = taken.take();
        assertThat(report.outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(report.result()).isEqualTo("{\"n\":7}");
        assertThat(report.log()).isEqualTo("hello\n");

        pass(Duration.ofNanos(Reports.UNCONFIRMED_REPEAT_NANOS));
        assertThat(taken.take()).isSameAs(report);
        worker.confirmed(List.of(new AttemptRef(report.task(), report.token())));
        assertThat(worker.held("default")).isEmpty();
        worker.start(List.of(task));
        assertThat(worker.held("default")).as("an order that comes late again").isEmpty();
        pass(Duration.ofNanos(Reports.UNCONFIRMED_REPEAT_NANOS));
        worker.repeatReports("default");
        assertThat(taken).isEmpty();
    }

    @Test
    void aRefusedReportIsRepeated() throws Exception {
        refusals.set(2);
        CountDownLatch ran = new CountDownLatch(2);
        aWorkerWith(1, 0, task -> {
            ran.countDown();
            return null;
        });
        worker.start(List.of(aTask(null, 0), aTask(null, 0)));
        ran.await();
        pass(Duration.ofNanos(Reports.REFUSED_REPEAT_NANOS));
        // Without time passing: what was taken first must not come again meanwhile because nobody confirms it.
        await().until(() -> {
            worker.watchdog().patrol();
            return taken.size() == 2;
        });
        assertThat(refusals).hasNonPositiveValue();
        pass(Duration.ofNanos(Reports.REFUSED_REPEAT_NANOS));
        assertThat(taken).hasSize(2);
    }

    @Test
    void aFailureSaysWhetherAnotherTryMakesSense() throws Exception {
        aWorkerWith(1, 0, task -> {
            switch (task.payload().toString()) {
                case "1" -> throw TaskFailedException.permanent("Bad order.", new IllegalStateException("why"));
                case "2" -> throw new IllegalArgumentException("boom");
                case "3" -> throw new StackOverflowError();
                default -> {
                    return TaskResult.json("{nonsense");
                }
            }
        });
        assertThat(outcomeOf("1")).isEqualTo("FAILED false Bad order.");
        assertThat(outcomeOf("2")).isEqualTo("FAILED true java.lang.IllegalArgumentException: boom");
        assertThat(outcomeOf("3")).isEqualTo("FAILED true java.lang.StackOverflowError");
        assertThat(outcomeOf("4")).startsWith("FAILED false The handler did its work, but its result is not accepted");
    }

    @Test
    void aFailureThatCannotBeWrittenIsReportedByItsClassAndTheSlotGoesOn() throws Exception {
        @SuppressWarnings("serial")
        class Mute extends RuntimeException {
            @Override
            public String getMessage() {
                throw new IllegalStateException("mute");
            }
        }
        aWorkerWith(1, 0, task -> {
            switch (task.payload().toString()) {
                case "1" -> throw new Mute();
                case "2" -> throw TaskFailedException.permanent("Bad order.", new Mute());
                default -> {
                    return null;
                }
            }
        });
        assertThat(outcomeOf("1")).startsWith("FAILED true " + Mute.class.getName());
        assertThat(outcomeOf("2")).startsWith("FAILED false " + TaskFailedException.class.getName());
        assertThat(outcomeOf("3")).startsWith("SUCCEEDED");
    }

    @Test
    void aSlotOutlivesADefectAroundAnAttempt() throws Exception {
        offerDefects.set(1);
        aWorkerWith(1, 0, task -> null);
        worker.start(List.of(aTask(null, 0), aTask(null, 0)));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(worker.slots()).isEqualTo(1);
    }

    @Test
    void aCharacterThatTheDatabaseRefusesIsReplacedInErrorAndLog() throws Exception {
        aWorkerWith(1, 0, task -> {
            task.log("a\0b");
            throw task.payload().toString().equals("1")
                    ? TaskFailedException.permanent("c\0d", null)
                    : new IllegalStateException("e\0f");
        });
        worker.start(List.of(aTask("1", 0), aTask("2", 0)));
        AttemptReport permanent = taken.take();
        assertThat(permanent.log()).isEqualTo("a\uFFFDb\n");
        assertThat(permanent.error()).isEqualTo("c\uFFFDd");
        assertThat(taken.take().error()).contains("e\uFFFDf").doesNotContain("\0");
    }

    @Test
    void aPayloadThatDoesNotFitItsTypeFailsForGood() throws Exception {
        aWorkerWith(1, 0, task -> TaskResult.of(task.payload(Integer.class)));
        assertThat(outcomeOf("\"x\"")).startsWith("FAILED false The payload does not fit java.lang.Integer");
        assertThat(outcomeOf("5")).startsWith("SUCCEEDED");
    }

    @Test
    void aHandlerThatHasLeftFailsTheAttemptForNow() throws Exception {
        aWorkerWith(1, 0, task -> null);
        board.remove(board.find("h").orElseThrow());
        assertThat(outcomeOf("1")).startsWith("FAILED true Handler 'h' has left this node");
    }

    @Test
    void aTimeoutInterruptsAndTheNextTaskIsNotHit() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            if (task.attempt() == 1 && task.deadline().isPresent()) {
                started.countDown();
                new CountDownLatch(1).await();
            }
            return TaskResult.of(Thread.currentThread().isInterrupted());
        });
        worker.start(List.of(aTask(null, 500), aTask(null, 0)));
        started.await();
        pass(Duration.ofMillis(499));
        assertThat(taken).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.TIMED_OUT);
        assertThat(taken.take().result()).isEqualTo("false");
    }

    @Test
    void aCancelledHandlerIsToldThenInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            started.countDown();
            while (!task.cancelled()) {
                Thread.onSpinWait();
            }
            told.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        Assignment task = aTask(null, 0);
        worker.start(List.of(task));
        started.await();
        worker.cancel(new AttemptRef(task.task(), task.token() + 1));
        assertThat(worker.running().get(0).cancelling()).isFalse();
        worker.cancel(new AttemptRef(task.task(), task.token()));
        told.await();
        assertThat(worker.running().get(0).cancelling()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.CANCELLED);
    }

    @Test
    void aHandlerThatFinishedBeforeItNoticedTheCancellationHasSucceeded() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            started.countDown();
            go.await();
            return null;
        });
        Assignment task = aTask(null, 0);
        worker.start(List.of(task));
        started.await();
        worker.cancel(new AttemptRef(task.task(), task.token()));
        go.countDown();
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    @Test
    void aTaskInTheLineIsCancelledWithoutRunning() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        aWorkerWith(1, 0, task -> {
            runs.incrementAndGet();
            go.await();
            return null;
        });
        Assignment waiting = aTask(null, 0);
        worker.start(List.of(aTask(null, 0), waiting));
        worker.cancel(new AttemptRef(waiting.task(), waiting.token()));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.CANCELLED);
        go.countDown();
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aStubbornHandlerIsAbandonedAndItsSlotReplacedUpToTheBound() throws Exception {
        CountDownLatch stubborn = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        aWorkerWith(2, 1, task -> {
            if (task.deadline().isPresent()) {
                stubborn.countDown();
                awaitWhateverComes(release);
            }
            return null;
        });
        worker.start(List.of(aTask(null, 100), aTask(null, 100)));
        stubborn.await();
        pass(Duration.ofMillis(100));
        pass(Duration.ofSeconds(2));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.TIMED_OUT);
        assertThat(taken.take().error()).contains("abandoned");
        assertThat(worker.stuck()).isEqualTo(2);
        assertThat(worker.slots()).isEqualTo(1);

        worker.start(List.of(aTask(null, 0)));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);

        release.countDown();
        while (worker.stuck() > 0) {
            Thread.onSpinWait();
        }
        assertThat(worker.slots()).isEqualTo(2);
        worker.start(List.of(aTask(null, 0), aTask(null, 0)));
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    @Test
    void progressIsClampedAndTheLogIsCut() throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            task.progress(150, "x".repeat(600));
            task.log("y".repeat(AttemptLog.CHARS_MAX));
            task.log("late");
            reported.countDown();
            go.await();
            return null;
        });
        worker.start(List.of(aTask(null, 0)));
        reported.await();
        assertThat(worker.running().get(0).percent()).isEqualTo(100);
        assertThat(worker.running().get(0).message()).hasSize(500);
        go.countDown();
        assertThat(taken.take().log())
                .hasSizeLessThanOrEqualTo(AttemptLog.CHARS_MAX)
                .contains("cut")
                .doesNotContain("late");
    }

    @Test
    void theWatchdogWakesForADeadlineThatComesAfterItFellAsleep() throws Exception {
        WorkerTime real = WorkerTime.system();
        board.add(new HandlerBoard.Registration(
                "h",
                task -> {
                    new CountDownLatch(1).await();
                    return null;
                },
                "test",
                getClass().getClassLoader()));
        worker = new Worker(board, this::offer, Thread::new, settings(1, 0), real);
        worker.open();
        worker.beginUntil(Long.MAX_VALUE);
        worker.watchdog().start(Thread::new);
        worker.start(List.of(aTask(null, 20)));
        AttemptReport report = taken.poll(10, TimeUnit.SECONDS);
        assertThat(report.outcome()).isEqualTo(AttemptOutcome.TIMED_OUT);
        assertThat(Duration.between(report.startedAt(), report.endedAt())).isLessThan(Duration.ofSeconds(3));
    }

    /** As after a freeze: the slot is free, but others may have been given what waits here. */
    @Test
    void whatWaitsWhenTheTermIsOverIsForgottenUnlessItIsHandedOverAgain() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            ran.add(task.payload().toString());
            running.countDown();
            thawed.await();
            return null;
        });
        Assignment waiting = aTask("2", 0);
        worker.start(List.of(aTask("1", 0), waiting));
        running.await();
        nanos.addAndGet(TERM_NANOS);
        thawed.countDown();
        taken.take();
        awaitTheSlotToWaitForTheTerm();

        worker.forgetWaiting();
        assertThat(worker.held("default")).as("what has ended is still told").hasSize(1);
        worker.beginUntil(2 * TERM_NANOS);
        reportOf(aTask("3", 0));
        assertThat(ran).containsExactly("1", "3");
        reportOf(waiting);
        assertThat(ran).containsExactly("1", "3", "2");
    }

    @Test
    void whatWaitsBeginsWhenTheNodeIsHeardAgain() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            running.countDown();
            over.await();
            return null;
        });
        Assignment cancelled = aTask("2", 0);
        worker.start(List.of(aTask("1", 0), cancelled, aTask("3", 0)));
        running.await();
        nanos.addAndGet(TERM_NANOS);
        over.countDown();
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        awaitTheSlotToWaitForTheTerm();
        worker.cancel(new AttemptRef(cancelled.task(), cancelled.token()));
        assertThat(taken.take().error()).isEqualTo("Cancelled before a slot was free.");
        worker.beginUntil(2 * TERM_NANOS);
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    private void awaitTheSlotToWaitForTheTerm() {
        await().until(() -> Stream.of(slot.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(NodeTerm.class.getName())));
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException stubborn) {
                Thread.onSpinWait();
            }
        }
    }

    private String outcomeOf(String payload) throws InterruptedException {
        worker.start(List.of(aTask(payload, 0)));
        AttemptReport report = taken.take();
        String error =
                report.error() == null ? "" : report.error().lines().findFirst().orElseThrow();
        return report.outcome() + " " + report.retryable() + " " + error;
    }

    @Test
    void aHandlerYieldsWhenItsSliceIsOver() throws Exception {
        aWorkerWith(1, 0, task -> {
            int from = task.checkpoint() == JsonValue.NULL ? 0 : task.checkpoint(Integer.class);
            assertThat(task.shouldYield()).isFalse();
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
            return task.shouldYield() ? TaskResult.yield(from + 1) : TaskResult.of("not asked");
        });
        assertThat(reportOf(aSlice(1, 100, null)))
                .extracting(AttemptReport::result)
                .isEqualTo("1");
        AttemptReport second = reportOf(aSlice(2, 100, "1"));
        assertThat(second.outcome()).isEqualTo(AttemptOutcome.YIELDED);
        assertThat(second.result()).isEqualTo("2");
        assertThat(reportOf(aSlice(3, 101, null)).outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(reportOf(aSlice(4, 0, null)).outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    @Test
    void aStoppingWorkerReturnsWhenWhatItInterruptedHasEnded() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return TaskResult.of("not reached");
        });
        assertThat(worker.holdsAnything()).isFalse();
        worker.start(List.of(aTask("{}", 0)));
        running.await();
        assertThat(worker.holdsAnything()).isTrue();
        worker.stop();
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void aNodeThatWantsItsSlotsBackAsksForThem() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            running.countDown();
            asked.await();
            return task.shouldYield() ? TaskResult.yield(null) : null;
        });
        worker.start(List.of(aTask(null, 0)));
        running.await();
        worker.askToYield();
        asked.countDown();
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.YIELDED);
        assertThat(reportOf(aTask(null, 0)).outcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
    }

    @Test
    void aCheckpointIsJsonAndNoLargerThanAResult() throws Exception {
        aWorkerWith(
                1,
                0,
                task -> TaskResult.yieldJson(
                        task.payload().toString().equals("1")
                                ? "{nonsense"
                                : "\"" + "x".repeat(Worker.RESULT_BYTES_MAX) + "\""));
        assertThat(outcomeOf("1")).startsWith("FAILED false The handler yielded, but its checkpoint is not accepted");
        assertThat(outcomeOf("2")).startsWith("FAILED false The handler yielded, but its checkpoint is larger than");
    }

    @Test
    void aCancelledHandlerThatYieldsIsCancelled() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        aWorkerWith(1, 0, task -> {
            running.countDown();
            told.await();
            return TaskResult.yield(null);
        });
        Assignment task = aTask(null, 0);
        worker.start(List.of(task));
        running.await();
        worker.cancel(new AttemptRef(task.task(), task.token()));
        told.countDown();
        assertThat(taken.take().outcome()).isEqualTo(AttemptOutcome.CANCELLED);
    }

    private AttemptReport reportOf(Assignment task) throws InterruptedException {
        worker.start(List.of(task));
        return taken.take();
    }

    private static Assignment aSlice(long token, long sliceMillis, String checkpoint) {
        return new Assignment(
                UUID.randomUUID(),
                token,
                1,
                "default",
                "default",
                null,
                "h",
                null,
                null,
                0,
                Instant.EPOCH,
                sliceMillis,
                checkpoint);
    }

    private void aWorkerWith(int slots, int replacedMax, TaskHandler handler) {
        board.add(new HandlerBoard.Registration("h", handler, "test", getClass().getClassLoader()));
        worker = new Worker(board, this::offer, this::slotThread, settings(slots, replacedMax), time);
        worker.open();
        worker.beginUntil(TERM_NANOS);
    }

    private Thread slotThread(Runnable runnable) {
        slot = new Thread(runnable);
        return slot;
    }

    private static WorkerSettings settings(int slots, int replacedMax) {
        return new WorkerSettings(slots, replacedMax, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private boolean offer(String pool, AttemptReport report) {
        if (offerDefects.getAndDecrement() > 0) {
            throw new IllegalStateException("The owner cannot be told.");
        }
        return refusals.getAndDecrement() <= 0 && taken.add(report);
    }

    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
        worker.watchdog().patrol();
    }

    private static Assignment aTask(String payload, long timeoutMillis) {
        return new Assignment(
                UUID.randomUUID(),
                1,
                1,
                "default",
                "default",
                null,
                "h",
                payload,
                null,
                timeoutMillis,
                Instant.EPOCH,
                0,
                null);
    }
}
