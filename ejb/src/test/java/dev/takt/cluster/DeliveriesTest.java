package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final List<String> told = new ArrayList<>();
    private final Deliveries deliveries =
            new Deliveries(failure -> told.add(failure.getMessage()), () -> told.add("well again"));

    private CompletableFuture<?> send(String cache) {
        CompletableFuture<Void> batch = new CompletableFuture<>();
        deliveries.send(cache, () -> batch, () -> told.add("lost"));
        return batch;
    }

    @Test
    void aBatchThatDoesNotArriveIsToldOnceUntilAllArriveAgain() {
        send("nodes").completeExceptionally(new IllegalStateException("no answer"));
        assertThat(deliveries.areFailing()).isTrue();
        send("nodes").completeExceptionally(new IllegalStateException("still none"));
        send("pools").completeExceptionally(new IllegalStateException("none here either"));
        assertThat(told).containsExactly("lost", "no answer", "lost", "lost");

        told.clear();
        send("nodes").complete(null);
        assertThat(deliveries.areFailing()).as("the pools are still missing").isTrue();
        deliveries.nothingFor("pools");
        assertThat(deliveries.areFailing()).isFalse();
        assertThat(told).containsExactly("well again");
    }

    @Test
    void aBatchWaitsUntilTheOneBeforeHasArrivedOrFailed() {
        CompletableFuture<?> first = send("nodes");
        deliveries.send("nodes", () -> CompletableFuture.failedFuture(new AssertionError("sent")), () -> {});
        deliveries.nothingFor("nodes");
        assertThat(deliveries.areFailing()).isFalse();
        first.completeExceptionally(new IllegalStateException("no answer"));
        assertThat(deliveries.areFailing()).isTrue();
    }
}
