package dev.takt.own;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.task.TaskSpec;
import dev.takt.record.TriggerRows.Firing;
import dev.takt.record.TriggerRows.Upcoming;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What fires in one round. */
class TriggerClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aRoundFiresAThousandAndTheNextOneTheRest() {
        TriggerClock clock = clock("{}");
        read(clock, 1_500);
        assertThat(fire(clock)).isEqualTo(1_000);
        assertThat(clock.next()).isEqualTo(NOON);
        assertThat(fire(clock)).isEqualTo(500);
        assertThat(fire(clock)).isZero();
    }

    @Test
    void aRoundEndsWhenItsPayloadsAreLarge() {
        String payload = "\"" + "x".repeat(1 << 20) + "\"";
        TriggerClock clock = clock(payload);
        read(clock, 20);
        long each = TriggerClock.ROUND_CHARS_MAX / payload.length() + 1;
        assertThat(fire(clock)).isEqualTo((int) each);
        assertThat(fire(clock)).isEqualTo((int) each);
        assertThat(fire(clock)).isEqualTo((int) (20 - 2 * each));
    }

    private static int fire(TriggerClock clock) {
        List<Firing> firings = new ArrayList<>();
        List<TaskSpec> tasks = clock.fire(NOON, firings);
        assertThat(firings).hasSameSizeAs(tasks);
        return tasks.size();
    }

    /** Triggers that all fire at noon, once. */
    private static void read(TriggerClock clock, int triggers) {
        List<Upcoming> upcoming = IntStream.range(0, triggers)
                .mapToObj(i -> new Upcoming("job" + i, "once", "{}", NOON, NOON))
                .toList();
        PoolRecord.Reading record = (PoolRecord.Reading) Proxy.newProxyInstance(
                PoolRecord.class.getClassLoader(),
                new Class<?>[] {PoolRecord.Reading.class},
                (self, method, arguments) -> upcoming);
        clock.read(record, NOON);
    }

    private static TriggerClock clock(String payload) {
        return new TriggerClock("default", new TriggerPlanner() {
            @Override
            public void expect(Collection<String> jobs) {}

            @Override
            public Optional<Instant> next(Upcoming trigger, Instant after) {
                return Optional.empty();
            }

            @Override
            public boolean skipsMissed(Upcoming trigger) {
                return false;
            }

            @Override
            public Optional<TaskSpec> task(Upcoming trigger, Instant due) {
                return Optional.of(aTask().withPayload(payload).spec());
            }
        });
    }
}
