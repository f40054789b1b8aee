package dev.takt.bench.run;

import dev.takt.bench.database.BenchServer;
import dev.takt.bench.report.Results;

/**
 * What a workload needs.
 *
 * @param plan what is to be run
 * @param server the database server
 * @param contestants starts contestants
 * @param results where figures go
 */
public record Bench(Plan plan, BenchServer server, Contestants contestants, Results results) {
    /** A bench on this server. */
    public static Bench of(Plan plan, BenchServer server, Results results) {
        return new Bench(plan, server, new Contestants(plan), results);
    }

    /** Tells whoever looks on. */
    public static void say(String text) {
        System.out.println(text);
    }
}
