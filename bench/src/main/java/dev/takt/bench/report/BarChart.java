package dev.takt.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars, a group for each contestant, with a line from the least to the most of the rounds. An SVG without script,
 * whose colours follow the reader's light or dark ground.
 */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 130;
    private static final int RIGHT = 110;
    private static final int TOP = 46;
    private static final int BAR = 16;
    private static final int BAR_GAP = 3;
    private static final int GROUP_GAP = 12;
    private static final int BOTTOM = 14;

    /** The longest bar ends here, so that its figure has room. */
    private static final int LENGTH = WIDTH - LEFT - RIGHT;

    private static final String STYLE =
            """
            text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-size:15px;font-weight:600}.unit{fill:#57606a;font-size:11px}
            .takt{fill:#0969da}.other{fill:#8c959f}.second{opacity:.62}.range{stroke:#24292f;stroke-width:1.2}
            @media(prefers-color-scheme:dark){text{fill:#e6edf3}.unit{fill:#9198a1}.takt{fill:#4493f8}.other{fill:#767e88}.range{stroke:#e6edf3}}
            """;

    private BarChart() {}

    /**
     * One bar.
     *
     * @param name whose
     * @param unit what of
     * @param value how long
     */
    record Bar(String name, String unit, Spread value) {}

    /**
     * Draws.
     *
     * @param logarithmic whether each tenfold is as long as the next; else lengths are proportional
     */
    static String draw(String title, List<Bar> bars, boolean logarithmic) {
        List<String> names = bars.stream().map(Bar::name).distinct().toList();
        List<String> units = bars.stream().map(Bar::unit).distinct().toList();
        int group = units.size() * (BAR + BAR_GAP) + GROUP_GAP;
        int height = TOP + names.size() * group + BOTTOM;
        List<String> parts = new ArrayList<>();
        parts.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">"
                .formatted(WIDTH, height, WIDTH));
        parts.add("<title>" + escaped(title) + "</title><style>" + STYLE.replace("\n", "") + "</style>");
        parts.add("<text class=\"title\" x=\"8\" y=\"20\">" + escaped(title) + "</text>");
        parts.add("<text class=\"unit\" x=\"8\" y=\"37\">%s%s</text>"
                .formatted(escaped(String.join(", ", units)), logarithmic ? ", logarithmic" : ""));
        double least =
                bars.stream().mapToDouble(bar -> bar.value().least()).min().orElse(0);
        double most = bars.stream().mapToDouble(bar -> bar.value().most()).max().orElse(1);
        Scale scale = new Scale(least, most, logarithmic);
        for (Bar bar : bars) {
            int series = units.indexOf(bar.unit());
            int y = TOP + names.indexOf(bar.name()) * group + series * (BAR + BAR_GAP);
            if (series == 0) {
                parts.add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        .formatted(LEFT - 8, y + BAR - 3, escaped(bar.name())));
            }
            parts.add(bar(bar, y, series, scale));
        }
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private static String bar(Bar bar, int y, int series, Scale scale) {
        Spread value = bar.value();
        String colour = (bar.name().startsWith("takt") ? "takt" : "other") + (series > 0 ? " second" : "");
        double end = scale.length(value.most());
        String text = String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>",
                colour,
                LEFT,
                y,
                scale.length(value.median()),
                BAR,
                LEFT + end + 6,
                y + BAR - 3,
                Figures.text(value.median()));
        return value.least() == value.most()
                ? text
                : text
                        + String.format(
                                Locale.ROOT,
                                "<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                                LEFT + scale.length(value.least()),
                                y + BAR / 2,
                                LEFT + end,
                                y + BAR / 2);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** From figures to lengths. On a logarithmic scale the least figure still has a tenth of a tenfold. */
    private record Scale(double least, double most, boolean logarithmic) {
        private static final double FLOOR = 0.8;
        private static final double SMALLEST = 1e-3;

        double length(double value) {
            if (!logarithmic) {
                return LENGTH * value / most;
            }
            double begin = Math.log10(Math.max(least * FLOOR, SMALLEST));
            double span = Math.max(Math.log10(Math.max(most, SMALLEST)) - begin, SMALLEST);
            return LENGTH * Math.max(0, Math.log10(Math.max(value, SMALLEST)) - begin) / span;
        }
    }
}
