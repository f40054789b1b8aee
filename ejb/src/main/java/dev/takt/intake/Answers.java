package dev.takt.intake;

import dev.takt.api.TaktException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an owner's answer, for shells whose callers wait. */
final class Answers {
    /** An owner answers within milliseconds, and within seconds after its database was away. */
    static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Answers() {}

    /**
     * The answer.
     *
     * @throws TaktException what the stage ended with
     * @throws TaktException.Busy when there is none in time; whether it was done is then unknown
     */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The owner failed to answer.", failure.getCause());
        } catch (TimeoutException late) {
            throw unknown("There is no answer after " + WAIT_MAX.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unknown("The wait for the answer was interrupted", interrupted);
        }
    }

    private static TaktException.Busy unknown(String fact, Exception cause) {
        TaktException.Busy busy = TaktException.Busy.unavailable(
                fact + "; whether it was done is not known. Ask again with the same key.", RETRY_AFTER);
        busy.initCause(cause);
        return busy;
    }
}
