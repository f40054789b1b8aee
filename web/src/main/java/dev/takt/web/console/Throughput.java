package dev.takt.web.console;

import dev.takt.own.Pools;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The chart of the last hour, as numbers for an SVG of {@value #WIDTH} by {@value #HEIGHT}: one stacked bar a minute.
 *
 * @param bars oldest first
 * @param lines of the scale, from the top
 * @param ticks of the time axis
 * @param total tasks that ended within the hour
 */
public record Throughput(List<Bar> bars, List<Line> lines, List<Tick> ticks, long total) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 250;
    private static final int LEFT = 4;
    private static final int BASE = HEIGHT - 22;
    private static final int TOP = 14;
    private static final int GAP = 3;
    private static final int TICK_EVERY_MINUTES = 15;
    private static final int SCALE_LINES = 2;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    /** One minute's bar; lengths in the SVG's units, from the top left corner. */
    public record Bar(
            double x, double width, double goodY, double goodHeight, double badY, double badHeight, String title) {}

    /** A line of the scale. */
    public record Line(double y, String label) {}

    /** A time below the axis. */
    public record Tick(double x, String label) {}

    static Throughput of(List<Pools.Minute> hour, ZoneId zone) {
        long top = scale(
                hour.stream().mapToLong(m -> m.succeeded() + m.failed()).max().orElse(0));
        double step = hour.isEmpty() ? WIDTH : (WIDTH - 2.0 * LEFT) / hour.size();
        List<Bar> bars = new ArrayList<>();
        List<Tick> ticks = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < hour.size(); i++) {
            Pools.Minute minute = hour.get(i);
            total += minute.succeeded() + minute.failed();
            String clock = CLOCK.format(minute.minute().atZone(zone));
            double x = LEFT + i * step;
            double good = height(minute.succeeded(), top);
            double bad = height(minute.failed(), top);
            bars.add(new Bar(
                    round(x),
                    round(step - GAP),
                    round(BASE - good),
                    round(good),
                    round(BASE - good - bad),
                    round(bad),
                    String.format(
                            Locale.ENGLISH,
                            "%s: %,d succeeded, %,d failed",
                            clock,
                            minute.succeeded(),
                            minute.failed())));
            if (minute.minute().atZone(zone).getMinute() % TICK_EVERY_MINUTES == 0) {
                ticks.add(new Tick(round(x + step / 2), clock));
            }
        }
        return new Throughput(bars, lines(top), ticks, total);
    }

    /** The base line's place, for the axis. */
    public int base() {
        return BASE;
    }

    private static List<Line> lines(long top) {
        List<Line> lines = new ArrayList<>();
        for (int i = SCALE_LINES; i >= 1; i--) {
            long value = top * i / SCALE_LINES;
            lines.add(new Line(round(BASE - height(value, top)), String.format(Locale.ENGLISH, "%,d", value)));
        }
        return lines;
    }

    /** A round number at or above the highest bar: 2, 4, 6, 8, 10, 20, 40 ... so that its half is whole too. */
    private static long scale(long highest) {
        long power = 1;
        while (true) {
            for (long step : new long[] {2, 4, 6, 8, 10}) {
                if (step * power >= highest) {
                    return step * power;
                }
            }
            power *= 10;
        }
    }

    private static double height(long value, long top) {
        return (double) value / top * (BASE - TOP);
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
