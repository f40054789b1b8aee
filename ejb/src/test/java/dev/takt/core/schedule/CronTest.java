package dev.takt.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 30 8 * * *        | 2026-11-21T08:30 | 2026-11-22T08:30",
                "30 8 * * *          | 2026-11-21T08:30 | 2026-11-22T08:30",
                "*/20 * * * * *      | 2026-11-20T00:00:20 | 2026-11-20T00:00:40",
                "0 0 9-17/4 ? * MON-FRI | 2026-11-20T09:00 | 2026-11-20T13:00",
                "0 0 12 ? * 1,3      | 2026-11-23T12:00 | 2026-11-25T12:00",
                "0 0 0 ? * 7         | 2026-11-22T00:00 | 2026-11-29T00:00",
                "0 0 0 * NOV-JAN/2 ? | 2026-11-20T00:00 | 2026-11-21T00:00",
                "0 0 0 29 2 ?        | 2028-02-29T00:00 | 2032-02-29T00:00",
                "0 0 0 L * ?         | 2026-11-30T00:00 | 2026-12-31T00:00",
                "0 0 0 L-2 * ?       | 2026-11-28T00:00 | 2026-12-29T00:00",
                "0 0 0 LW * ?        | 2026-11-30T00:00 | 2026-12-31T00:00",
                "0 0 0 LW 1 ?        | 2027-01-29T00:00 | 2028-01-31T00:00",
                "0 0 0 15W * ?       | 2026-12-15T00:00 | 2027-01-15T00:00",
                "0 0 0 1W 8 ?        | 2027-08-02T00:00 | 2028-08-01T00:00",
                "0 0 0 ? * FRI#2     | 2026-12-11T00:00 | 2027-01-08T00:00",
                "0 0 0 ? * MON#5     | 2026-11-30T00:00 | 2027-03-29T00:00",
                "0 0 0 ? * friL      | 2026-11-27T00:00 | 2026-12-25T00:00",
                "0 0 0 ? * 0-7       | 2026-11-21T00:00 | 2026-11-22T00:00",
                "0 0 0 ? * 5-7       | 2026-11-22T00:00 | 2026-11-27T00:00",
                "0 0 0 ? * L         | 2026-11-21T00:00 | 2026-11-28T00:00",
                "0 0 0 13 * FRI      | 2026-11-27T00:00 | 2026-12-04T00:00",
                "0 0 22-1 * * *      | 2026-11-20T00:00 | 2026-11-20T01:00",
            })
    void fits(String cron, String first, String second) {
        Cron schedule = Cron.of(cron, ZoneOffset.UTC);
        Instant before = LocalDateTime.parse(first).toInstant(ZoneOffset.UTC).minusSeconds(1);
        Instant due = schedule.next(before).orElseThrow();
        assertThat(due).isEqualTo(before.plusSeconds(1));
        assertThat(LocalDateTime.ofInstant(schedule.next(due).orElseThrow(), ZoneOffset.UTC))
                .isEqualTo(LocalDateTime.parse(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * 2026",
                "60 * * * * *",
                "* 60 * * * *",
                "* * 24 * * *",
                "0 0 0 0 * *",
                "0 0 0 32 * *",
                "0 0 0 * 13 *",
                "0 0 0 * * 8",
                "0 0 0 * FOO *",
                "0 0 0 ? * MON#6",
                "*/0 * * * * *",
                "1- * * * * *",
                "-1 * * * * *",
                ",1 * * * * *",
                "0 0 0 L-31 * ?",
                "0 0 0 W * ?",
                "? * * * * *",
                "1/x * * * * *",
                "a-b-c * * * * *",
                "0 0 0 ? * #1"
            })
    void whatIsWrongIsRefused(String cron) {
        assertThatThrownBy(() -> Cron.of(cron, ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalNamesThePart() {
        assertThatThrownBy(() -> Cron.of("0 0 25 * * *", ZoneOffset.UTC)).hasMessage("The hour '25' is not 0 to 23.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0 30 2 ?", "0 0 0 31 4,6,9,11 ?", "0 0 0 31W 2 ?"})
    void aDateThatNeverComesIsNeverDue(String cron) {
        assertThat(Cron.of(cron, BERLIN).next(Instant.parse("2026-11-21T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void aFixedTimeThatTheClockSkipsFiresOnceAfterTheGap() {
        // In Berlin the clock goes from 02:00 to 03:00 on 28 March 2027.
        assertThat(fires("0 30 2 * * *", "2027-03-27T12:00", 2))
                .containsExactly("2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z");
        assertThat(fires("0 0,20,40 2 * * *", "2027-03-27T12:00", 2))
                .containsExactly("2027-03-28T01:00:00Z", "2027-03-29T00:00:00Z");
        assertThat(fires("0 30 2,3 * * *", "2027-03-27T12:00", 2))
                .containsExactly("2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z");
    }

    @Test
    void aFixedTimeThatTheClockShowsTwiceFiresTheFirstTimeOnly() {
        // In Berlin the clock goes from 03:00 back to 02:00 on 31 October 2027.
        assertThat(fires("0 30 2 * * *", "2027-10-30T12:00", 2))
                .containsExactly("2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z");
        assertThat(Cron.of("0 30 2 * * *", BERLIN).next(Instant.parse("2027-10-31T01:10:00Z")))
                .contains(Instant.parse("2027-11-01T01:30:00Z"));
    }

    @Test
    void aRhythmKeepsItsRhythm() {
        assertThat(fires("0 0/30 * * * *", "2027-03-28T01:20", 3))
                .containsExactly("2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z");
        assertThat(fires("0 */30 * * * *", "2027-10-31T02:20", 4))
                .containsExactly(
                        "2027-10-31T00:30:00Z", "2027-10-31T01:00:00Z", "2027-10-31T01:30:00Z", "2027-10-31T02:00:00Z");
        assertThat(fires("0 */30 2 * * *", "2027-03-27T12:00", 1)).containsExactly("2027-03-29T00:00:00Z");
        assertThat(fires("0 0/30 2 * * *", "2027-03-27T12:00", 1)).containsExactly("2027-03-29T00:00:00Z");
        assertThat(fires("0 0 0/2 * * *", "2027-03-28T00:30", 1)).containsExactly("2027-03-28T02:00:00Z");
    }

    @Test
    void everyCountsFromItsAnchor() {
        Every every = new Every(Duration.ofMinutes(7), Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(every.next(Instant.parse("2020-01-01T00:00:00Z"))).contains(Instant.parse("2026-11-21T00:07:00Z"));
        assertThat(every.next(Instant.parse("2026-11-21T00:07:00Z"))).contains(Instant.parse("2026-11-21T00:14:00Z"));
        assertThat(every.next(Instant.parse("2026-11-21T00:07:01Z"))).contains(Instant.parse("2026-11-21T00:14:00Z"));
    }

    @Test
    void atIsDueOnce() {
        Instant time = Instant.parse("2026-11-21T00:00:00Z");
        assertThat(new At(time).next(time.minusNanos(1))).contains(time);
        assertThat(new At(time).next(time)).isEmpty();
    }

    /** Random crons around random changes of the clock, against every minute tried one by one. */
    @Test
    void agreesWithTryingEveryMinute() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<ZoneId> zones = List.of(
                BERLIN,
                ZoneId.of("America/New_York"),
                ZoneId.of("Australia/Lord_Howe"),
                ZoneId.of("America/St_Johns"),
                ZoneId.of("Africa/Casablanca"),
                ZoneOffset.UTC);
        for (int round = 0; round < 400; round++) {
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            Instant somewhen = Instant.parse("2020-01-01T00:00:00Z").plusSeconds(random.nextInt(300_000_000));
            ZoneOffsetTransition change = zone.getRules().nextTransition(somewhen);
            Instant middle = change == null ? somewhen : change.getInstant();
            Instant from = middle.minus(Duration.ofHours(30 + random.nextInt(20)))
                    .truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
            Instant to = from.plus(Duration.ofHours(100));
            RandomCron cron = new RandomCron(random);
            List<Instant> expected = cron.rhythm() ? cron.fitting(zone, from, to) : cron.fixed(zone, from, to);
            List<Instant> actual = new ArrayList<>();
            Cron schedule = Cron.of(cron.text(), zone);
            Instant due = schedule.next(from).orElse(to);
            while (due.isBefore(to)) {
                actual.add(due);
                due = schedule.next(due).orElse(to);
            }
            assertThat(actual)
                    .as("seed %d, round %d: %s in %s from %s", seed, round, cron.text(), zone, from)
                    .isEqualTo(expected);
        }
    }

    /** A cron at second 0 that was made from the values which it is to fit. */
    private record RandomCron(List<Integer> minutes, List<Integer> hours, List<Integer> days, List<Integer> weekdays) {
        RandomCron(Random random) {
            this(some(random, 0, 59, 6), some(random, 0, 23, 8), some(random, 1, 31, 12), some(random, 0, 6, 3));
        }

        private static List<Integer> some(Random random, int min, int max, int count) {
            if (random.nextInt(3) == 0) {
                return List.of();
            }
            return random.ints(1 + random.nextInt(count), min, max + 1)
                    .distinct()
                    .sorted()
                    .boxed()
                    .toList();
        }

        boolean rhythm() {
            return minutes.isEmpty() || hours.isEmpty();
        }

        String text() {
            return "0 " + text(minutes) + " " + text(hours) + " " + text(days) + " * " + text(weekdays);
        }

        private static String text(List<Integer> values) {
            return values.isEmpty() ? "*" : values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        private boolean fits(LocalDateTime time) {
            boolean day = days.contains(time.getDayOfMonth());
            boolean weekday = weekdays.contains(time.getDayOfWeek().getValue() % 7);
            boolean date = days.isEmpty() ? weekdays.isEmpty() || weekday : day || weekday;
            return date
                    && (minutes.isEmpty() || minutes.contains(time.getMinute()))
                    && (hours.isEmpty() || hours.contains(time.getHour()));
        }

        List<Instant> fitting(ZoneId zone, Instant from, Instant to) {
            return IntStream.range(1, (int) Duration.between(from, to).toMinutes())
                    .mapToObj(i -> from.plusSeconds(60L * i))
                    .filter(instant -> fits(LocalDateTime.ofInstant(instant, zone)))
                    .toList();
        }

        List<Instant> fixed(ZoneId zone, Instant from, Instant to) {
            TreeSet<Instant> fires = new TreeSet<>();
            LocalDateTime end = LocalDateTime.ofInstant(to, zone).plusHours(3);
            for (LocalDateTime time = LocalDateTime.ofInstant(from, zone).minusHours(3);
                    time.isBefore(end);
                    time = time.plusMinutes(1)) {
                if (fits(time)) {
                    ZoneOffsetTransition change = zone.getRules().getTransition(time);
                    fires.add(
                            change != null && change.isGap()
                                    ? change.getInstant()
                                    : time.toInstant(zone.getRules()
                                            .getValidOffsets(time)
                                            .get(0)));
                }
            }
            return fires.stream()
                    .filter(fire -> fire.isAfter(from) && fire.isBefore(to))
                    .toList();
        }
    }

    private static List<String> fires(String cron, String afterInBerlin, int count) {
        Cron schedule = Cron.of(cron, BERLIN);
        List<String> fires = new ArrayList<>();
        Instant due = LocalDateTime.parse(afterInBerlin).atZone(BERLIN).toInstant();
        for (int i = 0; i < count; i++) {
            due = schedule.next(due).orElseThrow();
            fires.add(due.toString());
        }
        return fires;
    }
}
