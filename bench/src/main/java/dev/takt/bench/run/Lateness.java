package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * W3: {@value #SCHEDULES} schedules that recur every ten seconds, for a minute; how late each firing is, how many due times had
 * none, and how many had more than one. Once with due times spread over the ten seconds, once with all at the same second.
 */
public final class Lateness implements Workload {
    private static final int SCHEDULES = 1_000;
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int PERIODS = 6;

    /** A period that does not count: classes are loaded, plans are made. */
    private static final int WARM_UP_PERIODS = 1;

    /** What is later than this after the end is missed. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    /** Clocks of processes on one host agree to less; a firing may not be this early. */
    private static final long EARLY_MICROS = 2_000;

    private final boolean spread;

    /** The workload in one of its two forms. */
    public Lateness(boolean spread) {
        this.spread = spread;
    }

    @Override
    public String name() {
        return spread ? "w3-spread" : "w3-same-second";
    }

    /** The loop has no schedules; how tasks come in does not matter here. */
    @Override
    public List<String> of(List<String> contestants) {
        return contestants.stream()
                .filter(name -> !name.equals("bare") && !name.startsWith("takt-"))
                .toList();
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("bench");
        // Takt's jobs are made over REST, where its loader does that too.
        String way = contestant.equals("takt") ? "takt-rest" : contestant;
        try (Running running = bench.contestants().start(way, Setting.THROUGHPUT, database)) {
            running.ledger().expect(0, 0, 0);
            running.entrance()
                    .ask(Control.command("schedule")
                            .put("schedules", SCHEDULES)
                            .put("periodMillis", PERIOD.toMillis())
                            .put("spread", spread));
            long[] dues =
                    Control.numbers(running.ledger().ask(Control.command("dues").put("schedules", SCHEDULES)), "dues");
            bench.results().add(name(), contestant, round, observe(running, dues));
        }
    }

    private static Map<String, Double> observe(Running running, long[] dues)
            throws IOException, InterruptedException, Failed {
        if (Arrays.stream(dues).anyMatch(due -> due == 0)) {
            throw new Failed("not every schedule was made");
        }
        long begin = Arrays.stream(dues).max().orElseThrow() + WARM_UP_PERIODS * micros(PERIOD);
        long end = begin + PERIODS * micros(PERIOD);
        awaitMicros(end + micros(GRACE));
        JsonNode firings = running.ledger().ask(Control.command("firings"));
        return count(dues, begin, end, Control.numbers(firings, "schedules"), Control.numbers(firings, "atMicros"));
    }

    /** Each due time within the window, with the firings of its schedule that came before the next one. */
    private static Map<String, Double> count(long[] dues, long begin, long end, long[] schedules, long[] atMicros) {
        int[][] found = new int[dues.length][PERIODS + WARM_UP_PERIODS + 2];
        Percentiles lateness = new Percentiles();
        for (int firing = 0; firing < schedules.length; firing++) {
            int schedule = (int) schedules[firing];
            int period = (int) Math.floorDiv(atMicros[firing] - dues[schedule] + EARLY_MICROS, micros(PERIOD));
            long due = dues[schedule] + period * micros(PERIOD);
            if (due >= begin && due < end && found[schedule][period]++ == 0) {
                lateness.add(atMicros[firing] - due);
            }
        }
        long doubled = Arrays.stream(found)
                .flatMapToInt(Arrays::stream)
                .filter(times -> times > 1)
                .map(times -> times - 1)
                .sum();
        Map<String, Double> figures = lateness.figures();
        figures.put("missed", (double) (dues.length * PERIODS - lateness.count()));
        figures.put("doubled", (double) doubled);
        return figures;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static void awaitMicros(long epochMicros) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(epochMicros - ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }
}
