package dev.takt.bench.report;

import java.util.Collection;
import java.util.List;

/**
 * One figure over the rounds.
 *
 * @param median the one that is quoted
 * @param least the least
 * @param most the most
 */
record Spread(double median, double least, double most) {
    /** Of at least one value. */
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(Figures.median(values), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** The median, and the range when there is one. */
    String text() {
        String range = least == most ? "" : " (%s – %s)".formatted(Figures.text(least), Figures.text(most));
        return Figures.text(median) + range;
    }
}
