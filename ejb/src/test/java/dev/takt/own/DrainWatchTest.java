package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainWatchTest {
    private static final boolean SOMETHING_LEFT = true;
    private static final boolean NOTHING_LEFT = false;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long QUIET = DrainWatch.QUIET.toNanos();

    private final DrainWatch watch = new DrainWatch(0, Duration.ofSeconds(20));

    @Test
    void anEmptyNodeGoesAfterAQuietMoment() {
        assertThat(watch.isOver(0, NOTHING_LEFT)).isFalse();
        assertThat(watch.isOver(QUIET - 1, NOTHING_LEFT)).isFalse();
        assertThat(watch.isOver(QUIET, NOTHING_LEFT)).isTrue();
    }

    @Test
    void whatArrivesInTheQuietMomentIsWaitedFor() {
        watch.isOver(0, NOTHING_LEFT);
        assertThat(watch.isOver(QUIET, SOMETHING_LEFT)).isFalse();
        assertThat(watch.isOver(3 * SECOND, NOTHING_LEFT))
                .as("quiet begins anew")
                .isFalse();
        assertThat(watch.isOver(3 * SECOND + QUIET, NOTHING_LEFT)).isTrue();
    }

    @Test
    void aNodeThatDoesNotBecomeEmptyGoesWhenItsTimeIsUp() {
        assertThat(watch.isOver(20 * SECOND - 1, SOMETHING_LEFT)).isFalse();
        assertThat(watch.isOver(20 * SECOND, SOMETHING_LEFT)).isTrue();
    }

    @Test
    void theLastSleepEndsWithTheTime() {
        assertThat(watch.sleepMillis(0, 50)).isEqualTo(50);
        assertThat(watch.sleepMillis(20 * SECOND - 7_000_000, 50)).isEqualTo(7);
        assertThat(watch.sleepMillis(21 * SECOND, 50)).isEqualTo(1);
    }
}
