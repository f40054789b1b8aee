package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaktException;
import dev.takt.record.NodeRows;
import dev.takt.work.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a node's line may begin; what watching does is seen in the simulation. */
class PresenceTest {
    private static final long LOST_MILLIS = NodeRows.LOST_TERM_MILLIS;
    private static final long GONE_MILLIS = NodeRows.TERM_SECONDS * 1_000;

    private long now = 10_000;
    private final List<String> said = new ArrayList<>();
    private final Presence presence = new Presence(new Record(), new Waiting(), () -> millis(now), new Time());
    private long beginUntil;
    private boolean buried;
    private boolean replaced;
    private boolean cutOff;
    private long journey;

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private final class Record implements Presence.Roll {
        @Override
        public boolean renew() {
            now += journey;
            said.add(buried ? "unknown" : "renewed");
            return !buried;
        }

        @Override
        public boolean comeBack() {
            said.add("asks to come back");
            if (cutOff) {
                cutOff = false;
                buried = false;
                throw TaktException.Busy.unavailable("cut off after the commit", Duration.ofSeconds(1));
            }
            return !replaced;
        }

        @Override
        public boolean bury(String node) {
            throw new AssertionError("Nobody is lost.");
        }

        @Override
        public boolean isGone(String node) {
            throw new AssertionError("Nobody is lost.");
        }
    }

    private final class Waiting implements Line {
        @Override
        public void beginUntil(long nanos) {
            beginUntil = nanos;
        }

        @Override
        public void forgetWaiting() {
            said.add("forgets");
        }
    }

    private final class Time implements Presence.Timer {
        @Override
        public void after(long millis, Runnable action) {
            throw new AssertionError("Nothing is watched.");
        }

        @Override
        public void pause(long millis) {
            now += millis;
            said.add("lets come in what is on its way");
        }
    }

    private boolean mayBegin() {
        return millis(now) < beginUntil;
    }

    @BeforeEach
    void arrive() {
        presence.heard(millis(now));
    }

    @Test
    void aNodeThatIsHeardBeginsWhatWaits() {
        now += Presence.pauseMillis(true);
        assertThat(mayBegin()).isTrue();
        assertThat(presence.report()).isEqualTo(Presence.Met.HEARD);
        now += Presence.pauseMillis(true);
        assertThat(mayBegin()).isTrue();
        assertThat(said).containsExactly("renewed");
    }

    @Test
    void nothingBeginsFromWhenOthersMaySayThatTheNodeIsGone() {
        journey = 200;
        presence.report();
        now += LOST_MILLIS - journey;
        assertThat(mayBegin()).as("reckoned from before the journey").isFalse();
        journey = 0;
        assertThat(presence.report()).isEqualTo(Presence.Met.HEARD);
        assertThat(mayBegin()).isTrue();
        assertThat(said).doesNotContain("forgets");
    }

    @Test
    void oneThatWasTakenForDeadForgetsWhatWaitsWhenItIsBack() {
        buried = true;
        now += LOST_MILLIS;
        assertThat(presence.report()).isEqualTo(Presence.Met.BACK);
        assertThat(said).containsExactly("unknown", "lets come in what is on its way", "asks to come back", "forgets");
        assertThat(mayBegin()).isTrue();
    }

    @Test
    void oneThatIsBackWithoutKnowingItForgetsWhatWaitsAllTheSame() {
        buried = true;
        cutOff = true;
        now += LOST_MILLIS;
        assertThatThrownBy(presence::report).isInstanceOf(TaktException.Busy.class);
        assertThat(mayBegin()).isFalse();
        assertThat(presence.report()).isEqualTo(Presence.Met.BACK);
        assertThat(said).containsSubsequence("asks to come back", "renewed", "forgets");
        assertThat(mayBegin()).isTrue();
        said.clear();
        assertThat(presence.report()).isEqualTo(Presence.Met.HEARD);
        assertThat(said).containsExactly("renewed");
    }

    @Test
    void oneThatWasSilentForTheWholeTermForgetsWhatWaitsWhenItIsHeard() {
        now += GONE_MILLIS;
        assertThat(presence.report()).isEqualTo(Presence.Met.HEARD);
        assertThat(said).containsExactly("lets come in what is on its way", "renewed", "forgets");
        assertThat(mayBegin()).isTrue();
    }

    @Test
    void oneWhoseReportWasUnderWayForTooLongForgetsWhatWaitsWhenItIsHeard() {
        journey = GONE_MILLIS;
        assertThat(presence.report()).isEqualTo(Presence.Met.HEARD);
        assertThat(said).containsExactly("renewed", "forgets");
        assertThat(mayBegin()).isFalse();
    }

    @Test
    void oneThatIsReplacedBeginsNothingMore() {
        buried = true;
        replaced = true;
        now += Presence.pauseMillis(true);
        assertThat(mayBegin()).as("before it knows").isTrue();
        assertThat(presence.report()).isEqualTo(Presence.Met.REPLACED);
        assertThat(said).contains("forgets");
        assertThat(mayBegin()).isFalse();
    }
}
