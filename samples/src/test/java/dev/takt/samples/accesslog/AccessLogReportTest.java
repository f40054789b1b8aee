package dev.takt.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogReportTest {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final Instant ELEVEN = Instant.parse("2026-11-21T11:00:00Z");

    private final Visits visits = new Visits(ELEVEN);

    @Test
    void aLineGivesItsParts() {
        LogLine line = LogLine.read(
                        "127.0.0.1 - admin [21/Nov/2026:12:00:01 +0100] \"GET /tasks.xhtml;jsessionid=A1?state=FAILED"
                                + " HTTP/1.1\" 200 5120 \"http://localhost:8080/?x=1\" \"Some \\\"quoted\\\" browser\" 17")
                .orElseThrow();

        assertThat(line)
                .isEqualTo(new LogLine(
                        "127.0.0.1",
                        Instant.parse("2026-11-21T11:00:01Z"),
                        "GET",
                        "/tasks.xhtml",
                        200,
                        "/",
                        "Some \\\"quoted\\\" browser",
                        17));
    }

    @Test
    void numbersAndIdsInAPathAreOnePath() {
        assertThat(line("GET", "/api/v1/tasks/0199f3c2-7d11-7a52-9b60-3f9d0c1a2b3c/attempts/3", 200, "-", FIREFOX, 1))
                .get()
                .extracting(LogLine::path)
                .isEqualTo("/api/v1/tasks/{id}/attempts/{id}");
    }

    @Test
    void whatIsNotARequestIsMalformed() {
        for (String broken : List.of(
                "",
                "hello",
                "127.0.0.1 - - [99/Nov/2026:12:00:01 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\" 1",
                "127.0.0.1 - - [21/Nov/2026:12:00:01 +0000] \"\" 400 1 \"-\" \"-\" 0",
                "x".repeat(LogLine.LENGTH_MAX + 1))) {
            visits.add(broken);
        }

        assertThat(visits.report(0).lines().malformed()).isEqualTo(5);
        assertThat(visits.report(0).lines().counted()).isZero();
    }

    @Test
    void robotsAndPartsOfPagesAreNotViews() {
        visits.add(text("GET", "/", 200, "-", "Googlebot/2.1 (+http://www.google.com/bot.html)", 3));
        visits.add(text("GET", "/", 200, "-", "curl/8.5.0", 3));
        visits.add(text("GET", "/", 200, "-", "-", 3));
        visits.add(text("GET", "/jakarta.faces.resource/theme.css.xhtml?ln=primefaces", 200, "-", FIREFOX, 3));
        visits.add(text("GET", "/favicon.ico", 200, "-", FIREFOX, 3));
        visits.add(text("GET", "/login.xhtml", 200, "-", FIREFOX, 3));

        Report report = visits.report(0);
        assertThat(report.pageViews()).isEqualTo(1);
        assertThat(report.lines()).isEqualTo(new Report.Lines(6, 0, 0, 3, 2, 1, 0));
    }

    @Test
    void refusedRequestsPostsAndTheApiAreTimedButAreNotViews() {
        visits.add(text("GET", "/missing.xhtml", 404, "-", FIREFOX, 3));
        visits.add(text("POST", "/login.xhtml", 302, "-", FIREFOX, 90));
        visits.add(text("GET", "/api/v1/tasks", 200, "-", FIREFOX, 7));

        Report report = visits.report(0);
        assertThat(report.pageViews()).isZero();
        assertThat(report.clickRate()).isZero();
        assertThat(report.slowest())
                .extracting(Report.PathTime::path)
                .containsExactly("/login.xhtml", "/api/v1/tasks", "/missing.xhtml");
    }

    @Test
    void aViewThatCameFromAPageSeenBeforeIsAClick() {
        visits.add(text("GET", "/", 200, "-", FIREFOX, 5));
        visits.add(text("GET", "/tasks.xhtml", 200, "http://localhost:8080/", FIREFOX, 5));
        visits.add(text("GET", "/queues.xhtml", 200, "http://localhost:8080/tasks.xhtml?q=1", FIREFOX, 5));
        visits.add(text("GET", "/queues.xhtml", 200, "http://localhost:8080/queues.xhtml", FIREFOX, 5));
        visits.add(text("GET", "/jobs.xhtml", 200, "https://elsewhere.example/links", FIREFOX, 5));

        Report report = visits.report(0);
        assertThat(report.pageViews()).isEqualTo(5);
        assertThat(report.visitors()).isEqualTo(1);
        assertThat(report.clicks()).isEqualTo(2);
        assertThat(report.clickRate()).isEqualTo(0.4);
        assertThat(report.pages()).contains(new Report.PageCount("/tasks.xhtml", 1, 1));
    }

    @Test
    void theWindowLeavesEarlierRequestsOut() {
        visits.add(text("GET", "/", 200, "-", FIREFOX, 5).replace("12:00:01", "10:59:59"));
        visits.add(text("GET", "/", 200, "-", FIREFOX, 5));

        Report report = visits.report(0);
        assertThat(report.lines().early()).isEqualTo(1);
        assertThat(report.pageViews()).isEqualTo(1);
        assertThat(report.from()).isEqualTo(Instant.parse("2026-11-21T12:00:01Z"));
    }

    @Test
    void thePercentileIsWithinAQuarter() {
        ResponseTimes times = new ResponseTimes();
        for (int millis = 1; millis <= 1_000; millis++) {
            times.add(millis);
        }

        assertThat(times.percentileMillis(0.95)).isBetween(950L, 1_188L);
        assertThat(times.percentileMillis(0.5)).isBetween(500L, 625L);
        assertThat(times.maxMillis()).isEqualTo(1_000);
    }

    @Test
    void aScannersInventedPathsAreCountedTogether() {
        for (int i = 0; i < 10_000; i++) {
            visits.add(text("GET", "/page-" + i + ".xhtml", 200, "-", FIREFOX, 5));
        }

        Report report = visits.report(0);
        assertThat(report.pageViews()).isEqualTo(10_000);
        assertThat(report.pages().get(0)).isEqualTo(new Report.PageCount("(others)", 8_000, 0));
    }

    @Test
    void onlyTheEndOfABigLogIsRead(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("access_log.log");
        Files.writeString(log, "first line\nsecond line\nthird line\n" + "y".repeat(20_000) + "\nlast");

        List<String> all = new ArrayList<>();
        assertThat(LogTail.read(log, 1_000_000, all::add)).isZero();
        assertThat(all).hasSize(4).startsWith("first line", "second line", "third line");
        assertThat(all.get(3)).hasSize(LogLine.LENGTH_MAX + 1);

        List<String> end = new ArrayList<>();
        assertThat(LogTail.read(log, Files.size(log) - 3, end::add)).isEqualTo(3);
        assertThat(end).hasSize(3).startsWith("second line");
    }

    private static java.util.Optional<LogLine> line(
            String method, String target, int status, String referer, String agent, long millis) {
        return LogLine.read(text(method, target, status, referer, agent, millis));
    }

    private static String text(String method, String target, int status, String referer, String agent, long millis) {
        return "127.0.0.1 - - [21/Nov/2026:12:00:01 +0000] \"%s %s HTTP/1.1\" %d 512 \"%s\" \"%s\" %d"
                .formatted(method, target, status, referer, agent, millis);
    }
}
