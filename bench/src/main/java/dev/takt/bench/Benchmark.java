package dev.takt.bench;

import dev.takt.bench.database.BenchServer;
import dev.takt.bench.peer.Setting;
import dev.takt.bench.report.Environment;
import dev.takt.bench.report.Report;
import dev.takt.bench.report.Results;
import dev.takt.bench.run.Backlog;
import dev.takt.bench.run.Bench;
import dev.takt.bench.run.Decisions;
import dev.takt.bench.run.Idle;
import dev.takt.bench.run.Latency;
import dev.takt.bench.run.Lateness;
import dev.takt.bench.run.Lists;
import dev.takt.bench.run.Plan;
import dev.takt.bench.run.Recovery;
import dev.takt.bench.run.Soak;
import dev.takt.bench.run.Throughput;
import dev.takt.bench.run.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code mvn -Pbench}: runs the plan, and writes what came out. */
public final class Benchmark {
    private Benchmark() {}

    /** Runs what the system properties say; see {@link Plan}. */
    public static void main(String... arguments) throws Exception {
        Plan plan = Plan.ofProperties();
        List<Workload> workloads = plan.workloads().stream()
                .flatMap(word -> workloads(plan, word).stream())
                .toList();
        if (workloads.isEmpty()) {
            return;
        }
        try (BenchServer server = new BenchServer(plan.folder().resolve("postgresql"))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endAll(server)));
            server.start();
            Map<String, String> environment = Environment.of(server.settings());
            environment.forEach((name, value) -> Bench.say("  %-20s %s".formatted(name, value)));
            Results results = new Results(plan.folder().resolve("results"), environment);
            Bench bench = Bench.of(plan, server, results);
            for (Workload workload : workloads) {
                run(bench, workload);
                new Report(results).write();
            }
            Bench.say("  Written: " + results.folder());
        }
    }

    /** By the word that {@code -Dbench} has for them, in the order of their running. */
    private static List<Workload> workloads(Plan plan, String word) {
        return switch (word) {
            // Builds everything, and runs nothing.
            case "none" -> List.of();
            case "w1" -> List.of(new Throughput());
            case "w2" -> List.of(new Latency());
            case "w3" -> List.of(new Lateness(true), new Lateness(false));
            case "w4" ->
                plan.delivered()
                        ? List.of(new Recovery(Setting.QUICK_RECOVERY), new Recovery(Setting.DELIVERED_RECOVERY))
                        : List.of(new Recovery(Setting.QUICK_RECOVERY));
            case "w5" -> List.of(new Backlog());
            case "w6" -> List.of(new Soak());
            case "idle" -> List.of(new Idle());
            case "lists" -> List.of(new Lists());
            case "decisions" -> List.of(new Decisions());
            default ->
                throw new IllegalArgumentException("There is no workload '" + word
                        + "'; give -Dbench=w1,w2,w3,w4,w5,w6,idle,decisions,lists or some of them.");
        };
    }

    /** Contestants first, when somebody stops the run in its middle. */
    private static void endAll(BenchServer server) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        server.close();
    }

    private static void run(Bench bench, Workload workload) throws IOException {
        List<String> contestants = workload.of(bench.plan().contestants());
        contestants.forEach(contestant -> bench.results().forget(workload.name(), contestant));
        for (int round = 1; round <= bench.plan().rounds(); round++) {
            for (String contestant : contestants) {
                measure(bench, workload, contestant, round);
            }
        }
    }

    /** What one contestant cannot do does not keep the others from their turns. */
    private static void measure(Bench bench, Workload workload, String contestant, int round) throws IOException {
        try {
            workload.measure(bench, contestant, round);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in the middle of " + workload.name(), e);
        } catch (Exception failure) {
            bench.results().fail(workload.name(), contestant, round, String.valueOf(failure.getMessage()));
        }
    }
}
