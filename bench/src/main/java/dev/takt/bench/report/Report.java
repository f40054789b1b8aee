package dev.takt.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code results.md} and the charts from all samples. */
public final class Report {
    private static final String MINUTE_BY_MINUTE = "w6";

    /** In which contestants are told; a stranger comes last. */
    private static final List<String> ORDER =
            List.of("takt", "takt-rest", "takt-rest-single", "takt-jms", "bare", "db-scheduler", "jobrunr", "quartz");

    private final Results results;

    /** A report of these. */
    public Report(Results results) {
        this.results = results;
    }

    /** Writes everything, beside {@code results.json}. */
    public void write() throws IOException {
        StringBuilder text = new StringBuilder("# Benchmark\n\nMedian of the rounds, with the least and the most.\n");
        for (Table table : Table.ALL) {
            List<Sample> samples = results.samples().stream()
                    .filter(sample -> sample.workload().equals(table.workload()))
                    .toList();
            if (!samples.isEmpty()) {
                text.append("\n## ").append(table.title()).append("\n\n");
                text.append(table.workload().equals(MINUTE_BY_MINUTE) ? minutes(table, samples) : rows(table, samples));
                chart(table, samples);
            }
        }
        text.append("\n## Environment\n\n| | |\n| --- | --- |\n");
        results.environment().forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
        Files.writeString(results.folder().resolve("results.md"), text);
    }

    private static Map<String, List<Sample>> byContestant(List<Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparingInt(Report::place))
                .collect(Collectors.groupingBy(Sample::contestant, LinkedHashMap::new, Collectors.toList()));
    }

    private static int place(Sample sample) {
        int place = ORDER.indexOf(sample.contestant());
        return place < 0 ? ORDER.size() : place;
    }

    private static String rows(Table table, List<Sample> samples) {
        List<String> lines = head("contestant", table);
        byContestant(samples).forEach((contestant, rounds) -> lines.add(line(contestant, cells(table, rounds))));
        return String.join("\n", lines) + "\n";
    }

    private static String minutes(Table table, List<Sample> samples) {
        List<String> lines = head("minute", table);
        samples.forEach(sample -> lines.add(line(Integer.toString(sample.round()), cells(table, List.of(sample)))));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> head(String first, Table table) {
        List<String> lines = new ArrayList<>();
        lines.add(line(first, table.columns().values().stream()));
        lines.add(line("---", table.columns().values().stream().map(heading -> "---")));
        return lines;
    }

    private static String line(String first, Stream<String> cells) {
        return "| " + first + " | " + cells.collect(Collectors.joining(" | ")) + " |";
    }

    /** A contestant that failed in any round has no figure, but the reason. */
    private static Stream<String> cells(Table table, List<Sample> rounds) {
        List<String> reasons = rounds.stream()
                .map(Sample::failure)
                .filter(Objects::nonNull)
                .map(reason -> "failed: " + reason.lines().findFirst().orElse(""))
                .toList();
        return reasons.isEmpty()
                ? table.columns().keySet().stream().map(figure -> cell(values(rounds, figure)))
                : Stream.of(reasons.get(0));
    }

    private static String cell(List<Double> values) {
        return values.isEmpty() ? "" : Spread.of(values).text();
    }

    private static List<Double> values(List<Sample> rounds, String figure) {
        return rounds.stream()
                .filter(round -> round.figures().containsKey(figure))
                .map(round -> round.figures().get(figure))
                .toList();
    }

    private void chart(Table table, List<Sample> samples) throws IOException {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (String figure : table.chart()) {
            byContestant(samples).forEach((contestant, rounds) -> {
                List<Double> values = values(rounds, figure);
                if (values.size() == rounds.size()) {
                    bars.add(new BarChart.Bar(contestant, table.columns().get(figure), Spread.of(values)));
                }
            });
        }
        if (!bars.isEmpty()) {
            Files.writeString(
                    results.folder().resolve(table.workload() + ".svg"),
                    BarChart.draw(table.title(), bars, table.logarithmic()));
        }
    }
}
