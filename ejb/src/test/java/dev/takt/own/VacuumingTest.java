package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.work.WorkerTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class VacuumingTest {
    private final Queue<Runnable> asked = new ArrayDeque<>();
    private final Clock clock = new Clock();
    private final Vacuuming vacuuming = new Vacuuming(this::work, clock, asked::add);
    private int done;

    private void work() {
        done++;
        clock.nanos += Duration.ofSeconds(1).toNanos();
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
        clock.nanos += Duration.ofSeconds(20).toNanos() - 1;
        vacuuming.ended(50_000);
        assertThat(asked).isEmpty();
        clock.nanos++;
        vacuuming.ended(0);
        assertThat(asked).hasSize(1);
    }

    private static final class Clock implements WorkerTime {
        private long nanos = Long.MAX_VALUE - 5;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }
}
