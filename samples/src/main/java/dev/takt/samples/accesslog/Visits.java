package dev.takt.samples.accesslog;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts cleaned requests. Every collection has a bound; what exceeds it is counted together. */
final class Visits {
    /** Paths that are told apart; a scanner can invent any number of them. */
    private static final int PATHS_MAX = 2_000;
    /** Visitors whose way is followed; the one who was seen longest ago goes first. */
    private static final int VISITORS_MAX = 10_000;

    private static final int PAGES_PER_VISITOR_MAX = 100;
    private static final int SHOWN_MAX = 10;
    private static final double SLOW_SHARE = 0.95;
    private static final String OTHERS = "(others)";

    private final Instant since;
    private final Map<String, ResponseTimes> times = new HashMap<>();
    private final Map<String, Long> views = new HashMap<>();
    private final Map<String, Long> clicksFrom = new HashMap<>();
    private final Map<String, Set<String>> seenBy = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > VISITORS_MAX;
        }
    };

    private long read;
    private long malformed;
    private long early;
    private long bots;
    private long statics;
    private long counted;
    private long pageViews;
    private int visitors;
    private long clicks;
    private Instant from;
    private Instant to;

    /** @param since requests before this time are left out */
    Visits(Instant since) {
        this.since = since;
    }

    void add(String text) {
        read++;
        Optional<LogLine> line = LogLine.read(text);
        if (line.isEmpty()) {
            malformed++;
        } else if (line.get().at().isBefore(since)) {
            early++;
        } else if (line.get().isBot()) {
            bots++;
        } else if (line.get().isStatic()) {
            statics++;
        } else {
            count(line.get());
        }
    }

    private void count(LogLine line) {
        counted++;
        from = from == null || line.at().isBefore(from) ? line.at() : from;
        to = to == null || line.at().isAfter(to) ? line.at() : to;
        times.computeIfAbsent(bounded(times, line.path()), path -> new ResponseTimes())
                .add(line.millis());
        if (line.isPageView()) {
            view(line);
        }
    }

    private void view(LogLine line) {
        pageViews++;
        views.merge(bounded(views, line.path()), 1L, Long::sum);
        Set<String> seen = seenBy.computeIfAbsent(line.client() + ' ' + line.agent(), visitor -> {
            visitors++;
            return new HashSet<>();
        });
        if (seen.contains(line.refererPath()) && !line.refererPath().equals(line.path())) {
            clicks++;
            clicksFrom.merge(bounded(clicksFrom, line.refererPath()), 1L, Long::sum);
        }
        if (seen.size() < PAGES_PER_VISITOR_MAX) {
            seen.add(line.path());
        }
    }

    private static String bounded(Map<String, ?> counters, String path) {
        return counters.size() < PATHS_MAX || counters.containsKey(path) ? path : OTHERS;
    }

    /** @param skippedBytes what of the log was not read */
    Report report(long skippedBytes) {
        List<Report.PageCount> pages = views.entrySet().stream()
                .map(page -> new Report.PageCount(
                        page.getKey(), page.getValue(), clicksFrom.getOrDefault(page.getKey(), 0L)))
                .sorted(Comparator.comparingLong(Report.PageCount::views)
                        .reversed()
                        .thenComparing(Report.PageCount::path))
                .limit(SHOWN_MAX)
                .toList();
        List<Report.PathTime> slowest = times.entrySet().stream()
                .map(path -> new Report.PathTime(
                        path.getKey(),
                        path.getValue().requests(),
                        Math.round(path.getValue().meanMillis() * 10) / 10.0,
                        path.getValue().percentileMillis(SLOW_SHARE),
                        path.getValue().maxMillis()))
                .sorted(Comparator.comparingLong(Report.PathTime::p95Millis)
                        .reversed()
                        .thenComparing(Report.PathTime::path))
                .limit(SHOWN_MAX)
                .toList();
        Report.Lines lines = new Report.Lines(read, malformed, early, bots, statics, counted, skippedBytes);
        return new Report(from, to, lines, pageViews, visitors, clicks, pages, slowest);
    }
}
