package dev.takt.samples.accesslog;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskFailedException;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reports page views, click rate and slowest paths of the server that it runs on. Payload, all optional:
 * {@code {"minutes": 60, "mebibytes": 16}} for the last hour, of at most the last 16 MiB of the log.
 */
@Handles("access-log-report")
@ApplicationScoped
public class AccessLogReport implements TaskHandler {
    /** Where the log is, if not where WildFly puts it. */
    static final String FILE_PROPERTY = "takt.samples.access.log";

    private static final int MINUTES_DEFAULT = 60;
    private static final int MINUTES_MAX = 24 * 60;
    private static final int MEBIBYTES_DEFAULT = 16;
    /** About two seconds of reading. */
    private static final int MEBIBYTES_MAX = 256;

    private static final int LINES_PER_LOOK = 10_000;

    @Override
    public TaskResult handle(TaskContext task) throws IOException {
        int minutes = number(task.payload(), "minutes", MINUTES_DEFAULT, MINUTES_MAX);
        long bytesMax = (long) number(task.payload(), "mebibytes", MEBIBYTES_DEFAULT, MEBIBYTES_MAX) << 20;
        Path file = file();
        Visits visits = new Visits(Instant.now().minus(minutes, ChronoUnit.MINUTES));
        if (Files.notExists(file)) {
            task.log("There is no access log at " + file
                    + " yet: the server writes it with the first request. System property " + FILE_PROPERTY
                    + " names another place.");
            return TaskResult.json(json(visits.report(0)).toString());
        }
        long[] lines = {0};
        long skipped = LogTail.read(file, bytesMax, line -> {
            if (++lines[0] % LINES_PER_LOOK == 0 && task.cancelled()) {
                throw TaskFailedException.permanent("Cancelled after " + lines[0] + " lines.", null);
            }
            visits.add(line);
        });
        Report report = visits.report(skipped);
        task.log("Read " + report.lines().read() + " lines of " + file + ".");
        return TaskResult.json(json(report).toString());
    }

    static Path file() {
        String named = System.getProperty(FILE_PROPERTY);
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("jboss.server.log.dir", "."), "access_log.log");
    }

    private static int number(JsonValue payload, String name, int otherwise, int max) {
        if (payload == null || payload.getValueType() != JsonValue.ValueType.OBJECT) {
            return otherwise;
        }
        int value = payload.asJsonObject().getInt(name, otherwise);
        if (value < 1 || value > max) {
            throw TaskFailedException.permanent(
                    "The payload's " + name + " is " + value + "; 1 to " + max + " are allowed.", null);
        }
        return value;
    }

    private static JsonObject json(Report report) {
        JsonArrayBuilder pages = Json.createArrayBuilder();
        report.pages()
                .forEach(page -> pages.add(Json.createObjectBuilder()
                        .add("path", page.path())
                        .add("views", page.views())
                        .add("clicks", page.clicks())
                        .add("clickRate", page.clickRate())));
        JsonArrayBuilder slowest = Json.createArrayBuilder();
        report.slowest()
                .forEach(path -> slowest.add(Json.createObjectBuilder()
                        .add("path", path.path())
                        .add("requests", path.requests())
                        .add("meanMillis", path.meanMillis())
                        .add("p95Millis", path.p95Millis())
                        .add("maxMillis", path.maxMillis())));
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (report.from() != null) {
            json.add("from", report.from().toString()).add("to", report.to().toString());
        }
        return json.add("pageViews", report.pageViews())
                .add("visitors", report.visitors())
                .add("clicks", report.clicks())
                .add("clickRate", report.clickRate())
                .add("pages", pages)
                .add("slowestPaths", slowest)
                .add("lines", lines(report.lines()))
                .build();
    }

    private static JsonObjectBuilder lines(Report.Lines lines) {
        return Json.createObjectBuilder()
                .add("read", lines.read())
                .add("counted", lines.counted())
                .add("early", lines.early())
                .add("bots", lines.bots())
                .add("staticResources", lines.staticResources())
                .add("malformed", lines.malformed())
                .add("skippedBytes", lines.skippedBytes());
    }
}
