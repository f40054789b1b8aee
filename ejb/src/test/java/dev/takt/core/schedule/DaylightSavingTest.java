package dev.takt.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when the clocks change, in zones with a whole hour and with half an hour. */
class DaylightSavingTest {
    private static List<String> times(String cron, String zone, String after, int count) {
        ZoneId id = ZoneId.of(zone);
        return Cron.of(cron, id).next(Instant.parse(after), count).stream()
                .map(time -> time.atZone(id).toOffsetDateTime().toString())
                .toList();
    }

    @Test
    void aSkippedTimeFiresOnceAtTheEndOfTheGap() {
        assertThat(times("0 30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
        assertThat(times("0 0,15,30 2 * * *", "America/New_York", "2026-03-08T05:00:00Z", 2))
                .containsExactly("2026-03-08T03:00-04:00", "2026-03-09T02:00-04:00");
        assertThat(times("0 15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", 2))
                .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    }

    @Test
    void aSkippedTimeAndOneAtTheEndOfTheGapAreOneFiring() {
        assertThat(times("0 0 2,3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 3))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00", "2026-03-30T03:00+02:00");
    }

    @Test
    void aRepeatedTimeFiresOnceTheFirstTime() {
        assertThat(times("0 30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(times("0 0,30 1 * * *", "America/New_York", "2026-11-01T05:10:00Z", 2))
                .containsExactly("2026-11-01T01:30-04:00", "2026-11-02T01:00-05:00");
        assertThat(times("0 45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z", 2))
                .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    }

    @Test
    void askedDuringTheRepetitionAFixedTimeIsOver() {
        // 01:10 UTC is 02:10 for the second time in Berlin.
        assertThat(times("0 30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-26T02:30+01:00");
        assertThat(times("0 0 3 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-25T03:00+01:00");
    }

    @Test
    void aRhythmGoesThroughTheGap() {
        assertThat(times("0 */30 * * * *", "Europe/Berlin", "2026-03-29T00:15:00Z", 3))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
        assertThat(times("0 */20 * * * *", "Australia/Lord_Howe", "2026-10-03T14:45:00Z", 3))
                .containsExactly("2026-10-04T01:20+10:30", "2026-10-04T01:40+10:30", "2026-10-04T02:40+11:00")
                .as("02:00 and 02:20 are skipped");
    }

    @Test
    void aRhythmGoesThroughTheRepetition() {
        assertThat(times("0 */30 * * * *", "America/New_York", "2026-11-01T05:15:00Z", 4))
                .containsExactly(
                        "2026-11-01T01:30-04:00",
                        "2026-11-01T01:00-05:00",
                        "2026-11-01T01:30-05:00",
                        "2026-11-01T02:00-05:00");
        assertThat(times("0 15 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 3))
                .containsExactly("2026-10-25T02:15+02:00", "2026-10-25T02:15+01:00", "2026-10-25T03:15+01:00");
    }

    @Test
    void aDayThatAZoneLeavesOutFiresAtItsEnd() {
        // Samoa went from 29 to 31 December 2011.
        assertThat(times("0 0 12 * * *", "Pacific/Apia", "2011-12-29T23:00:00Z", 2))
                .containsExactly("2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
    }
}
