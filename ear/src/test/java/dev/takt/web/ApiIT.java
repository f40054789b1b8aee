package dev.takt.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ApiIT {
    private final TaktApi takt = TaktApi.administrator();

    @Test
    void everyListIsAPage() {
        for (String path : List.of(
                "tasks", "jobs", "queues", "pools", "nodes", "users", "tokens", "audit", "tasks?state=FAILED,READY")) {
            assertThat(takt.get("/api/v1/" + path).expect(200).path("items").isArray())
                    .as(path)
                    .isTrue();
        }
    }

    @Test
    void figuresCountByState() {
        JsonNode stats = takt.get("/api/v1/stats").expect(200);
        for (String field : List.of("live", "endedLastHour", "ended")) {
            assertThat(stats.path(field).isObject()).as(field).isTrue();
        }
        assertThat(stats.path("lastHour").size()).isEqualTo(60);
    }

    @Test
    void aTaskShowsWhatWasSubmitted() {
        String id = takt.submit("{\"handler\":\"noop\",\"payload\":{\"a\":[1,{\"b\":null}]},\"priority\":7,"
                + "\"labels\":{\"shop\":\"north\"},\"timeout\":\"PT30S\","
                + "\"retry\":{\"attempts\":3,\"backoff\":\"PT1S\",\"factor\":2},\"delay\":\"PT1H\"}");
        JsonNode task = takt.task(id);
        assertThat(task.path("payload").toString()).isEqualTo("{\"a\":[1,{\"b\":null}]}");
        assertThat(task.path("labels").path("shop").asText()).isEqualTo("north");
        assertThat(task.path("timeout").asText()).isEqualTo("PT30S");
        assertThat(task.path("retry").path("attempts").asInt()).isEqualTo(3);
        assertThat(task.path("priority").asInt()).isEqualTo(7);
        assertThat(task.path("submittedBy").asText()).isEqualTo("admin");
        takt.post("/api/v1/tasks/" + id + "/cancel", null).expect(200);
    }

    @Test
    void aBodyThatNobodyAskedForDoesNoHarm() throws IOException {
        String id = takt.submit("{\"handler\":\"noop\",\"delay\":\"PT1H\"}");
        takt.post("/api/v1/tasks/" + id + "/cancel", "{\"why\":\"I like bodies\"}")
                .expect(200);
        takt.post("/api/v1/tasks/" + id + "/retry", "{}").expect(201);
        takt.get("/api/v1/stats").expect(200);

        assertThat(Files.readString(Path.of(System.getProperty("test.node"), "log", "server.log")))
                .doesNotContain("Buffer has already been freed");
    }

    @Test
    void tasksAreListedPageByPageNewestFirst() {
        String label = "page=" + UUID.randomUUID().toString().substring(0, 8);
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submitted.add(
                    0,
                    takt.submit("{\"handler\":\"noop\",\"labels\":{\"page\":\"%s\"}}".formatted(label.substring(5))));
        }
        submitted.forEach(takt::awaitEnd);

        List<String> listed = new ArrayList<>();
        String next = "";
        do {
            JsonNode page =
                    takt.get("/api/v1/tasks?limit=2&label=" + label + next).expect(200);
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            page.path("items").forEach(task -> listed.add(task.path("id").asText()));
            next = page.has("next") ? "&after=" + page.path("next").asText() : null;
        } while (next != null);

        assertThat(listed).isEqualTo(submitted);
    }

    @Test
    void aJobIsMadeChangedRunAndRemoved() {
        String path = "/api/v1/jobs/api-" + UUID.randomUUID().toString().substring(0, 8);
        JsonNode made = takt.put(
                        path,
                        "{\"handler\":\"noop\",\"payload\":{\"from\":\"job\"},"
                                + "\"triggers\":[{\"name\":\"yearly\",\"cron\":\"0 0 3 1 1 *\",\"zone\":\"Europe/Berlin\"}]}")
                .expect(201);
        assertThat(made.path("version").asInt()).isEqualTo(1);
        assertThat(made.path("triggers").get(0).path("nextFires").size()).isEqualTo(5);

        JsonNode definition = takt.get(path).expect(200).path("definition");
        JsonNode changed = takt.put(path, definition.toString()).expect(200);
        assertThat(changed.path("definition")).isEqualTo(definition);

        String id = takt.post(path + "/run", null).expect(201).path("id").asText();
        assertThat(takt.awaitEnd(id).path("result").path("from").asText()).isEqualTo("job");
        String other = takt.post(path + "/run", "{\"payload\":{\"from\":\"call\"}}")
                .expect(201)
                .path("id")
                .asText();
        assertThat(takt.awaitEnd(other).path("result").path("from").asText()).isEqualTo("call");
        takt.post(path + "/run", "{\"handler\":\"noop\"}").expect(400);

        takt.delete(path).expect(204);
        takt.get(path).expect(404);
    }

    @Test
    void aPausedQueueStartsNothingUntilItIsResumed() {
        String queue = "api-" + UUID.randomUUID().toString().substring(0, 8);
        String path = "/api/v1/queues/" + queue;
        assertThat(takt.put(path, "{\"weight\":3}").expect(200).path("weight").asInt())
                .isEqualTo(3);
        JsonNode paused = takt.post(path + "/pause", null).expect(200);
        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("pausedBy").asText()).isEqualTo("admin");
        String id = takt.submit("{\"handler\":\"noop\",\"queue\":\"%s\"}".formatted(queue));
        assertThat(takt.task(id).path("state").asText()).isEqualTo("READY");

        takt.post(path + "/resume", null).expect(200);

        assertThat(takt.awaitEnd(id).path("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void anEndedTaskIsRepeatedAsANewOne() {
        String id = takt.submit("{\"handler\":\"noop\",\"payload\":1}");
        takt.awaitEnd(id);

        String again = takt.post("/api/v1/tasks/" + id + "/retry", null)
                .expect(201)
                .path("id")
                .asText();

        assertThat(again).isNotEqualTo(id);
        assertThat(takt.awaitEnd(again).path("retryOf").asText()).isEqualTo(id);
    }

    @Test
    void theCallerIsToldWhoItIs() {
        JsonNode me =
                takt.withUser("api-operator", "operator").get("/api/v1/me").expect(200);
        assertThat(me.path("name").asText()).isEqualTo("api-operator");
        assertThat(me.path("roles").toString()).isEqualTo("[\"viewer\",\"submitter\",\"operator\"]");
        assertThat(me.path("mustChange").asBoolean()).isFalse();
    }
}
