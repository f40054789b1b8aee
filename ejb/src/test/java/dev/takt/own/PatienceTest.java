package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final ManualTime time = new ManualTime();
    private final Patience patience = new Patience(Duration.ofSeconds(3), time, later::add);

    private void look() {
        later.remove().run();
    }

    @Test
    void whatDoesNotComeInTimeIsNotWaitedFor() {
        CompletableFuture<String> answer = patience.with(new CompletableFuture<>());
        time.pass(Duration.ofMillis(2_999));
        look();
        assertThat(answer).isNotDone();
        time.pass(Duration.ofMillis(1));
        look();
        assertThatThrownBy(answer::get).hasCauseInstanceOf(TimeoutException.class);
        assertThat(later).isEmpty();
    }

    @Test
    void oneLookIsForAll() {
        patience.with(new CompletableFuture<>());
        CompletableFuture<String> second = patience.with(new CompletableFuture<>());
        assertThat(later).hasSize(1);
        second.complete("in time");
        time.pass(Duration.ofSeconds(3));
        look();
        assertThat(second).isCompletedWithValue("in time");
    }

    @Test
    void nobodyLooksWhileNothingIsWaitedFor() {
        patience.with(new CompletableFuture<>()).complete("at once");
        look();
        assertThat(later).isEmpty();
        patience.with(CompletableFuture.completedFuture("before"));
        look();
        assertThat(later).isEmpty();
    }
}
