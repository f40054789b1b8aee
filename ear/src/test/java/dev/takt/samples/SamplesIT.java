package dev.takt.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.io.File;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SamplesIT {
    private static final TaktApi TAKT = TaktApi.administrator();
    private static final String[] JOBS = {"access-log-report", "order-analysis", "cache-refresh"};

    /** Declared jobs are made within seconds of the deployment. */
    private static final Duration MADE_LIMIT = Duration.ofSeconds(20);

    /** The slowest of them fires each minute. */
    private static final Duration FIRED_LIMIT = Duration.ofSeconds(90);

    @Deployment(testable = false)
    static WebArchive samples() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("takt.samples")));
    }

    @BeforeAll
    static void theDeclaredJobsAreMade() {
        for (String job : JOBS) {
            Awaitility.await("job " + job)
                    .atMost(MADE_LIMIT)
                    .until(() -> TAKT.get("/api/v1/jobs/" + job).status() == 200);
        }
    }

    @Test
    void withinAMinuteATaskOfEachJobHasSucceededByItself() {
        for (String job : JOBS) {
            Awaitility.await("a task of " + job)
                    .atMost(FIRED_LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> TAKT.get("/api/v1/tasks?state=SUCCEEDED&limit=1&job=" + job)
                            .body()
                            .toString()
                            .contains(job));
        }
    }

    @Test
    void theOrderAnalysisGivesRevenueByProductAndDay() {
        JsonNode result = run("order-analysis");
        assertThat(result.path("products")).hasSize(7);
        assertThat(result.path("days")).hasSize(31);
        assertThat(result.path("revenue").decimalValue()).isPositive();
    }

    @Test
    void theAccessLogReportReadsTheServersOwnLog() {
        JsonNode result = run("access-log-report");
        assertThat(result.path("lines").path("read").asLong()).isPositive();
        assertThat(result.path("lines").path("malformed").asLong()).isZero();
        assertThat(result.path("slowestPaths").toString()).contains("/api/v1/");
        assertThat(result.has("clickRate")).isTrue();
    }

    @Test
    void theCacheRefreshAsksThisNodesHealth() {
        String url = TAKT.get("/api/v1/jobs/cache-refresh").body().toString();
        assertThat(url).contains(":" + System.getProperty("test.management.port") + "/health");
        assertThat(run("cache-refresh").toString()).contains("UP");
    }

    private static JsonNode run(String job) {
        String id = TAKT.post("/api/v1/jobs/" + job + "/run", "{}")
                .expect(201)
                .path("id")
                .asText();
        JsonNode task = TAKT.awaitEnd(id);
        assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("SUCCEEDED");
        return task.path("result");
    }
}
