package dev.takt.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RefusalsIT {
    private final TaktApi takt = TaktApi.administrator();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"handler\":\"noop\",\"colour\":1}                                  | colour",
                "{\"handler\":\"noop\",\"delay\":\"soon\"}                            | delay",
                "{\"handler\":\"noop\",\"due\":\"tomorrow\"}                          | due",
                "{\"handler\":\"noop\",\"timeout\":5}                                 | timeout",
                "{\"handler\":\"noop\",\"ttl\":\"-PT1S\"}                             | ttl",
                "{\"handler\":\"noop\",\"priority\":\"high\"}                         | priority",
                "{\"handler\":\"noop\",\"priority\":101}                              | priority",
                "{\"handler\":\"noop\",\"retry\":{\"attempts\":0}}                    | retry.attempts",
                "{\"handler\":\"noop\",\"retry\":{\"tries\":3}}                       | retry.tries",
                "{\"handler\":\"noop\",\"labels\":[]}                                 | labels",
                "{\"handler\":\"noop\",\"expected\":\"5s\"}                                   | expected",
                "{\"handler\":\"noop\",\"expected\":\"P31D\"}                                 | expected",
                "{\"handler\":\"noop\",\"deadline\":\"soon\"}                                 | deadline",
                "{\"handler\":\"noop\",\"deadline\":\"-PT1S\"}                                | deadline",
                "{\"handler\":\"noop\",\"resources\":{\"cpu\":0}}                             | resources.cpu",
                "{\"handler\":\"noop\",\"resources\":{\"gpu\":1}}                             | resources.gpu",
                "{\"handler\":\"noop\",\"resources\":{\"memoryMb\":0.5}}                      | resources.memoryMb",
                "{\"handler\":\"noop\",\"affinityKey\":\"\"}                                  | affinityKey",
                "{\"handler\":\"noop\",\"group\":7}                                         | group",
                "{\"handler\":\"noop\",\"nodeLabels\":{\"zone\":1}}                           | nodeLabels.zone",
                "{\"handler\":\"noop\",\"preferLabels\":\"ssd\"}                              | preferLabels",
                "{\"handler\":\"no-such-handler\"}                                    | handler",
                "{\"handler\":\"noop\",\"queue\":\"no-such-queue\"}                   | queue",
                "{\"job\":\"no-such-job\"}                                            | job"
            })
    void aBadTaskIsRefusedAndItsFieldNamed(String json, String field) {
        JsonNode problem = problem(takt.post("/api/v1/tasks", json), 400, "invalid");

        assertThat(problem.path("violations").findValuesAsText("field")).contains(field);
        assertThat(problem.path("violations").get(0).path("rule").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "\"text\"",
                "{\"handler\":\"noop\"} x",
                "{\"handler\":\"noop\",}",
                "{}"
            })
    void whatIsNotATaskIsRefused(String body) {
        problem(takt.post("/api/v1/tasks", body), 400, "invalid");
    }

    @Test
    void anOversizedPayloadIsRefusedAndNamed() {
        String payload = "x".repeat(257 * 1024);
        JsonNode problem = problem(
                takt.post("/api/v1/tasks", "{\"handler\":\"noop\",\"payload\":\"%s\"}".formatted(payload)),
                413,
                "too-large");
        assertThat(problem.path("violations").get(0).path("field").asText()).isEqualTo("payload");
    }

    @Test
    void anOversizedBodyIsRefused() {
        problem(takt.post("/api/v1/tasks/batch", " ".repeat(9 * 1024 * 1024)), 413, "too-large");
    }

    @Test
    void aBatchHasOneToAThousandTasks() {
        problem(takt.post("/api/v1/tasks/batch", "[]"), 400, "invalid");
        problem(takt.post("/api/v1/tasks/batch", "{\"handler\":\"noop\"}"), 400, "invalid");
        String tooMany = IntStream.range(0, 1_001)
                .mapToObj(i -> "{\"handler\":\"noop\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(takt.post("/api/v1/tasks/batch", tooMany).status()).isIn(400, 413);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tasks?limit=0, limit",
        "/api/v1/tasks?limit=501, limit",
        "/api/v1/tasks?limit=many, limit",
        "/api/v1/tasks?limit=1&limit=2, limit",
        "/api/v1/tasks?state=LOST, state",
        "/api/v1/tasks?from=yesterday, from",
        "/api/v1/tasks?to=2026-13-01T00:00:00Z, to",
        "/api/v1/tasks?after=1, after",
        "/api/v1/tasks?label=nothing, label",
        "/api/v1/tasks?from=-999999999-01-01T00:00:00Z, from",
        "/api/v1/tasks?to=%2B999999999-01-01T00:00:00Z, to",
        "/api/v1/tasks?queue=, queue",
        "/api/v1/tasks?colour=red, colour",
        "/api/v1/stats?limit=5, limit",
        "/api/v1/tasks/not-an-id, id",
        "/api/v1/audit?after=x, after",
        "/api/v1/jobs?limit=-1, limit"
    })
    void aBadParameterIsRefusedAndNamed(String path, String parameter) {
        JsonNode problem = problem(takt.get(path), 400, "invalid");
        assertThat(problem.path("violations").findValuesAsText("field")).containsExactly(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tasks/01932c7e-9c1a-7d3e-8f21-5b7a90c4d6e8",
        "/api/v1/tasks/01932c7e-9c1a-7d3e-8f21-5b7a90c4d6e8/attempts",
        "/api/v1/jobs/no-such-job",
        "/api/v1/users/no-such-user",
        "/api/v1/no-such-thing",
        "/api/v1"
    })
    void whatIsNotThereIs404(String path) {
        problem(takt.get(path), 404, "not-found");
    }

    @Test
    void actionsOnWhatIsNotThereAre404() {
        String task = "/api/v1/tasks/01932c7e-9c1a-7d3e-8f21-5b7a90c4d6e8";
        problem(takt.post(task + "/cancel", null), 404, "not-found");
        problem(takt.post(task + "/retry", null), 404, "not-found");
        problem(takt.post("/api/v1/jobs/no-such-job/run", "{}"), 404, "not-found");
        problem(takt.delete("/api/v1/jobs/no-such-job"), 404, "not-found");
        problem(takt.post("/api/v1/queues/no-such-queue/pause", null), 404, "not-found");
        problem(takt.post("/api/v1/queues/no-such-queue/resume", null), 404, "not-found");
    }

    @Test
    void aWrongMethodIs405() {
        problem(takt.delete("/api/v1/stats"), 405, "method-not-allowed");
        problem(takt.put("/api/v1/tasks", "{}"), 405, "method-not-allowed");
        problem(takt.post("/openapi", "{}"), 405, "method-not-allowed");
    }

    @Test
    void whatDoesNotFitTheStateIs409() {
        String id = takt.submit("{\"handler\":\"noop\"}");
        takt.awaitEnd(id);
        problem(takt.post("/api/v1/tasks/" + id + "/cancel", null), 409, "conflict");
        problem(takt.delete("/api/v1/users/admin"), 409, "conflict");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/v1/jobs/refused   | {\"handler\":\"noop\",\"colour\":1}                       | colour",
                "/api/v1/jobs/refused   | {\"handler\":\"noop\",\"triggers\":[{\"cron\":\"bad\"}]}  | triggers[0].cron",
                "/api/v1/queues/refused | {\"weight\":0}                                            | weight",
                "/api/v1/queues/refused | {\"order\":\"alphabetical\"}                              | order",
                "/api/v1/queues/refused | {\"colour\":1}                                            | colour",
                "/api/v1/pools/refused  | {\"placement\":\"nowhere\"}                               | placement",
                "/api/v1/pools/refused  | {\"lostLimit\":\"x\"}                                     | lostLimit"
            })
    void badSettingsAreRefusedAndTheirFieldNamed(String path, String json, String field) {
        JsonNode problem = problem(takt.put(path, json), 400, "invalid");
        assertThat(problem.path("violations").findValuesAsText("field")).contains(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/v1/users  | {\"name\":\"a b\",\"password\":\"long enough it is\",\"roles\":[\"viewer\"]} | name",
                "/api/v1/users  | {\"name\":\"ab\",\"password\":\"short\",\"roles\":[\"viewer\"]}              | password",
                "/api/v1/users  | {\"name\":\"ab\",\"password\":\"long enough it is\",\"roles\":[\"boss\"]}    | roles",
                "/api/v1/users  | {\"name\":\"ab\",\"password\":\"long enough it is\"}                         | roles",
                "/api/v1/tokens | {\"user\":\"admin\",\"label\":\"x\",\"scopes\":[\"viewer\"],\"validity\":\"P366D\"} | validity",
                "/api/v1/tokens | {\"user\":\"admin\",\"label\":\"a\\ud800\\u0000\",\"scopes\":[\"viewer\"]}       | label",
                "/api/v1/tokens | {\"user\":\"admin\",\"label\":\"x\",\"scopes\":[]}                           | scopes"
            })
    void badUsersAndTokensAreRefusedAndTheirFieldNamed(String path, String json, String field) {
        JsonNode problem = problem(takt.post(path, json), 400, "invalid");
        assertThat(problem.path("violations").findValuesAsText("field")).contains(field);
    }

    private static JsonNode problem(TaktApi.Answer answer, int status, String kind) {
        JsonNode problem = answer.expect(status);
        assertThat(problem.path("type").asText()).isEqualTo("urn:takt:problem:" + kind);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("dev.takt", "Exception");
        return problem;
    }
}
