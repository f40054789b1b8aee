package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists, single tasks and counts of the API and the console over {@link Past ten million ended tasks}: every filter and
 * combinations, each on its first page, a page in the middle and the deepest. A "contestant" is a request.
 */
public final class Lists implements Workload {
    /** Of each request, on each of its pages. */
    private static final int TIMES = 15;

    /** The deepest page begins so many tasks before the end. */
    private static final int DEEPEST = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public List<String> of(List<String> contestants) {
        return Contestants.taktAlone(contestants);
    }

    @Override
    public void measure(Bench bench, String contestant, int round) throws Exception {
        Database database = bench.server().fresh("lists");
        // The first start makes the tables.
        bench.contestants().start(contestant, Setting.THROUGHPUT, database).close();
        Past.fill(database);
        bench.server().settle(database);
        List<UUID> places = List.of(Past.idAt(database, Past.HISTORY / 2), Past.idAt(database, DEEPEST));
        try (TaktServer server = TaktServer.start(bench.plan(), database, 1, 1)) {
            Visitor api = Visitor.withToken(server);
            Visitor console = Visitor.signedIn(server);
            measure(
                    bench,
                    round,
                    "API",
                    api,
                    requests(
                            "/api/v1/tasks",
                            places,
                            "/api/v1/tasks/%s",
                            "/api/v1/tasks/%s/attempts",
                            "/api/v1/queues",
                            "/api/v1/pools",
                            "/api/v1/nodes",
                            "/api/v1/stats"));
            measure(
                    bench,
                    round,
                    "console",
                    console,
                    requests("/tasks.xhtml", places, "/task.xhtml?id=%s", "/index.xhtml"));
        }
        bench.server().drop(database.name());
    }

    /** By what is asked, the addresses of its pages. */
    private static Map<String, List<String>> requests(String list, List<UUID> places, String... others) {
        Map<String, List<String>> requests = new LinkedHashMap<>();
        for (String filter : Past.filters()) {
            String query = query(filter);
            List<String> pages = new ArrayList<>();
            pages.add(list + (query.isEmpty() ? "" : "?" + query));
            places.forEach(place -> pages.add(list + "?" + query + (query.isEmpty() ? "" : "&") + "after=" + place));
            requests.put("tasks?" + filter, pages);
        }
        for (String other : others) {
            requests.put(
                    other.replaceFirst("^/(api/v1/)?", "").replace("%s", "{id}"),
                    places.stream().map(other::formatted).distinct().toList());
        }
        return requests;
    }

    /** A duration is a time so long ago or to come. */
    private static String query(String filter) {
        return Stream.of(filter.split("&"))
                .filter(part -> !part.isEmpty())
                .map(part -> {
                    String name = part.substring(0, part.indexOf('='));
                    String value = part.substring(part.indexOf('=') + 1);
                    boolean time = name.equals("from") || name.equals("to");
                    return name + "="
                            + Visitor.encoded(
                                    time
                                            ? Instant.now()
                                                    .plus(Duration.parse(value))
                                                    .toString()
                                            : value);
                })
                .collect(Collectors.joining("&"));
    }

    private void measure(Bench bench, int round, String where, Visitor visitor, Map<String, List<String>> requests)
            throws IOException, InterruptedException {
        for (List<String> pages : requests.values()) {
            visitor.get(pages.get(0));
        }
        Percentiles all = new Percentiles();
        for (Map.Entry<String, List<String>> request : requests.entrySet()) {
            Percentiles times = new Percentiles();
            int brokenOff = 0;
            for (int time = 0; time < TIMES; time++) {
                for (String page : request.getValue()) {
                    long begin = System.nanoTime();
                    String body = visitor.get(page);
                    long micros = (System.nanoTime() - begin) / 1_000;
                    times.add(micros);
                    all.add(micros);
                    brokenOff += time == 0 && where.equals("API") && isBrokenOff(body) ? 1 : 0;
                }
            }
            Map<String, Double> figures = times.figures();
            figures.put("p95Millis", times.millisAt(95));
            figures.put("brokenOff", (double) brokenOff);
            add(bench, where + " " + request.getKey(), round, figures);
        }
        Map<String, Double> figures = all.figures();
        figures.put("p95Millis", all.millisAt(95));
        add(bench, where + ", all", round, figures);
    }

    private void add(Bench bench, String request, int round, Map<String, Double> figures) throws IOException {
        if (round == 1) {
            bench.results().forget(name(), request);
        }
        bench.results().add(name(), request, round, figures);
    }

    /** A page that is not full and has a next. */
    private static boolean isBrokenOff(String body) throws IOException {
        JsonNode page = JSON.readTree(body);
        return page.hasNonNull("next") && page.path("items").size() < 50;
    }
}
