package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class VacuumingTest {
    private final Queue<Runnable> asked = new ArrayDeque<>();
    private final ManualTime time = new ManualTime();
    private final Vacuuming vacuuming = new Vacuuming(this::work, time, asked::add);
    private int done;

    private void work() {
        done++;
        time.pass(Duration.ofSeconds(1));
        if (done == 1) {
            throw new IllegalStateException("out of reach");
        }
    }

    @Test
    void manyEndsAreWorthIt() {
        vacuuming.ended(49_999);
        assertThat(asked).isEmpty();
        vacuuming.ended(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void thereIsOneAtATime() {
        vacuuming.ended(50_000);
        vacuuming.ended(50_000);
        assertThat(asked).hasSize(1);
    }

    @Test
    void itRestsInProportionToItsWorkEvenIfThatFailed() {
        vacuuming.ended(50_000);
        asked.remove().run();
        time.pass(Duration.ofSeconds(20).minusNanos(1));
        vacuuming.ended(50_000);
        assertThat(asked).isEmpty();
        time.pass(Duration.ofNanos(1));
        vacuuming.ended(0);
        assertThat(asked).hasSize(1);
    }
}
