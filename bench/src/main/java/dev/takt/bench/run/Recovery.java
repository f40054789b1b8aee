package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * W4: two processes of a contestant run long tasks, one is killed (SIGKILL); from the kill to the start of each task that it ran
 * in the other. The one that is killed is the first: in Takt the owner of the pool.
 */
public final class Recovery implements Workload {
    /** Half of them before the other process is there, so that the first runs some; one process could run all. */
    private static final int TASKS = 16;

    private static final long LENGTH_MILLIS = Duration.ofHours(2).toMillis();
    private static final long LOOK_MILLIS = 20;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUICK_LIMIT = Duration.ofMinutes(5);
    private static final Duration DELIVERED_LIMIT = Duration.ofMinutes(50);

    /** Both processes do what they do when nothing happens: heartbeats, check-ins, polls. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    private final Setting setting;

    /** With the peers' quickest settings, or as they are delivered. */
    public Recovery(Setting setting) {
        this.setting = setting;
    }

    @Override
    public String name() {
        return setting == Setting.QUICK_RECOVERY ? "w4" : "w4-delivered";
    }

    /** The loop does not recover; how tasks come in does not matter here. */
    @Override
    public List<String> of(List<String> contestants) {
        return Contestants.schedulers(contestants);
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("bench");
        try (ContestantProcess first = process(bench, contestant, database, 1)) {
            first.control().expect(0, TASKS, LENGTH_MILLIS);
            first.control().enqueue(0, TASKS / 2);
            awaitStarts(TASKS / 2, first);
            try (ContestantProcess second = process(bench, contestant, database, 2)) {
                second.control().expect(0, TASKS, LENGTH_MILLIS);
                second.control().enqueue(TASKS / 2, TASKS / 2);
                awaitStarts(TASKS, first, second);
                TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
                bench.results().add(name(), contestant, round, kill(first, second));
            }
        }
    }

    private ContestantProcess process(Bench bench, String contestant, Database database, int number)
            throws IOException, InterruptedException {
        return Contestants.isTakt(contestant)
                ? TaktServer.start(bench.plan(), database, number, 2)
                : bench.contestants().peer(contestant, setting, database);
    }

    private static void awaitStarts(int wanted, ContestantProcess... processes)
            throws IOException, InterruptedException, Failed {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        long started = 0;
        while (started < wanted) {
            if (System.nanoTime() > deadline) {
                throw new Failed("%d of %d long tasks started".formatted(started, wanted));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            started = 0;
            for (ContestantProcess process : processes) {
                started += LongStream.of(starts(process))
                        .filter(start -> start != 0)
                        .count();
            }
        }
    }

    private static long[] starts(ContestantProcess process) throws IOException, InterruptedException {
        return Control.numbers(process.control().ask(Control.command("starts")), "startedAtNanos");
    }

    private Map<String, Double> kill(ContestantProcess first, ContestantProcess second)
            throws IOException, InterruptedException, Failed {
        long[] ofFirst = starts(first);
        long[] before = starts(second);
        int[] victims = IntStream.range(0, TASKS)
                .filter(place -> ofFirst[place] != 0 && before[place] == 0)
                .toArray();
        long killedAt = System.nanoTime();
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        Duration limit = setting == Setting.QUICK_RECOVERY ? QUICK_LIMIT : DELIVERED_LIMIT;
        long[] after = before;
        while (IntStream.of(victims).anyMatch(nobodyHasStarted(after))) {
            if (System.nanoTime() - killedAt > limit.toNanos()) {
                throw new Failed("not all interrupted tasks had started again after " + limit.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            after = starts(second);
        }
        Percentiles times = new Percentiles();
        for (int victim : victims) {
            times.add((after[victim] - killedAt) / 1_000);
        }
        Map<String, Double> figures = times.figures();
        figures.put("interrupted", (double) victims.length);
        return figures;
    }

    private static IntPredicate nobodyHasStarted(long[] starts) {
        return place -> starts[place] == 0;
    }
}
