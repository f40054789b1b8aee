package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SuspensionTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Suspension suspension = new Suspension();

    @Test
    void aPauseGoesByWhileTheServerGoesOn() {
        assertThat(suspension.await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void aSuspensionEndsAPause() throws Exception {
        Thread[] waiting = new Thread[1];
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> {
            waiting[0] = Thread.currentThread();
            return suspension.await(LONG);
        });
        Awaitility.await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.TIMED_WAITING);
        suspension.set(true);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(suspension.await(LONG)).isTrue();
    }

    @Test
    void whoIsAskedToEndDoesNotWait() {
        Thread.currentThread().interrupt();
        assertThat(suspension.await(LONG)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
