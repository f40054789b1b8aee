package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    private static final Instant DATABASE = Instant.parse("2027-03-01T12:00:00Z");

    @Test
    void aClockThatIsAboutRightIsAccepted() {
        for (int seconds : new int[] {-59, 0, 59}) {
            assertThatCode(() -> check(Duration.ofSeconds(seconds), Duration.ZERO))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anAnswerThatTookLongDoesNotCountAgainstTheClock() {
        assertThatCode(() -> check(Duration.ofSeconds(-90), Duration.ofSeconds(100)))
                .doesNotThrowAnyException();
    }

    @Test
    void aClockThatIsWrongIsRefusedWithTheDifferenceAndWhatToDo() {
        assertThatThrownBy(() -> check(Duration.ofDays(31), Duration.ofSeconds(1)))
                .hasMessageContaining("2678400 seconds ahead of the database's (2027-03-01T12:00:00Z)")
                .hasMessageContaining("60 are allowed")
                .hasMessageContaining("NTP");
        assertThatThrownBy(() -> check(Duration.ofSeconds(-61), Duration.ZERO))
                .hasMessageContaining("61 seconds behind the database's");
    }

    private static void check(Duration wrong, Duration answering) {
        Instant before = DATABASE.plus(wrong);
        DatabaseClock.check(before, DATABASE, before.plus(answering));
    }

    @Test
    void bothDatabasesTellTheTime() {
        for (TestDatabase test : new TestDatabase[] {TestDatabase.h2(), TestDatabase.postgres()}) {
            Instant told = test.database().query(DatabaseClock::now);
            assertThat(Duration.between(told, Instant.now()).abs()).isLessThan(DatabaseClock.APART_MAX);
        }
    }
}
