package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * W3: {@value #SCHEDULES} schedules that recur every ten seconds, for a minute; how late each firing is, how many came
 * before their time, how many due times had none, and how many firings were too many. Once with due times spread over the ten seconds, once with all at the same second.
 */
public final class Lateness implements Workload {
    private static final int SCHEDULES = 1_000;
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int PERIODS = 6;

    /** Periods that do not count: classes are loaded and compiled, plans are made. */
    private static final int WARM_UP_PERIODS = 3;

    /** What is later than this after the end is missed. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    /** Clocks of processes on one host agree to less; what is earlier than this is early. */
    private static final long EARLY_MICROS = 2_000;

    /** JobRunr starts what is due until its next poll, five seconds before; what is earlier belongs to an earlier due time. */
    private static final Duration EARLY_MAX = Duration.ofMillis(5_500);

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
        return Contestants.schedulers(contestants);
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

    /** Each schedule's firings in their order, against its due times in theirs; those of the window count. */
    private static Map<String, Double> count(long[] dues, long begin, long end, long[] schedules, long[] atMicros) {
        List<List<Long>> firings = new ArrayList<>();
        Arrays.stream(dues).forEach(due -> firings.add(new ArrayList<>()));
        for (int firing = 0; firing < schedules.length; firing++) {
            int schedule = (int) schedules[firing];
            if (atMicros[firing] >= dues[schedule] - micros(EARLY_MAX)) {
                firings.get(schedule).add(atMicros[firing]);
            }
        }
        Percentiles lateness = new Percentiles();
        long missed = 0;
        long early = 0;
        long doubled = 0;
        for (int schedule = 0; schedule < dues.length; schedule++) {
            List<Long> found = firings.get(schedule);
            int expected = 0;
            for (long due = dues[schedule]; due < end + micros(GRACE) + micros(EARLY_MAX); due += micros(PERIOD)) {
                boolean fired = expected < found.size();
                boolean counts = due >= begin && due < end;
                missed += counts && !fired ? 1 : 0;
                if (counts && fired) {
                    lateness.add(found.get(expected) - due);
                    early += found.get(expected) < due - EARLY_MICROS ? 1 : 0;
                }
                expected++;
            }
            doubled += Math.max(0, found.size() - expected);
        }
        Map<String, Double> figures = lateness.figures();
        figures.put("early", (double) early);
        figures.put("missed", (double) missed);
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
