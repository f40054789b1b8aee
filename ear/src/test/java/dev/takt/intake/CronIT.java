package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class CronIT {
    private static final int FIRES = 4;

    private final TaktApi takt = TaktApi.administrator();
    private final String name = "cron-" + UUID.randomUUID();

    @Test
    void everyDueTimeOfACronMakesOneTask() {
        put("{\"handler\":\"noop\",\"triggers\":[{\"cron\":\"* * * * * *\",\"zone\":\"Europe/Berlin\"}]}", 201);
        List<Instant> due = awaitDueTimes();
        pause();
        for (int i = 1; i < due.size(); i++) {
            assertThat(Duration.between(due.get(i - 1), due.get(i))).isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(due).allSatisfy(time -> assertThat(time.getNano()).isZero());
    }

    @Test
    void everyDueTimeOfAnIntervalMakesOneTask() {
        JsonNode job = put("{\"handler\":\"noop\",\"triggers\":[{\"every\":\"PT1S\"}]}", 201);
        Instant made = Instant.parse(job.path("changedAt").asText());
        List<Instant> due = awaitDueTimes();
        pause();
        for (int i = 0; i < due.size(); i++) {
            assertThat(due.get(i)).isEqualTo(made.plusSeconds(i + 1));
        }
    }

    @Test
    void aSingleTimeFiresOnceAndIsThenOver() {
        put(
                "{\"handler\":\"noop\",\"triggers\":[{\"name\":\"once\",\"at\":\"%s\"}]}"
                        .formatted(Instant.now().plusSeconds(2)),
                201);
        Awaitility.await("the job has fired")
                .atMost(Duration.ofSeconds(30))
                .until(() -> dueTimes().size() == 1);
        JsonNode trigger =
                takt.get("/api/v1/jobs/" + name).expect(200).path("triggers").get(0);
        assertThat(trigger.path("nextFires")).isEmpty();
        assertThat(trigger.path("lastFire").asText())
                .isEqualTo(dueTimes().get(0).toString());
    }

    @Test
    void aJobIsRunByHandChangedAndDeleted() {
        put("{\"handler\":\"noop\",\"payload\":{\"from\":\"job\"},\"labels\":{\"team\":\"ops\"}}", 201);
        JsonNode receipt = takt.post("/api/v1/jobs/" + name + "/run", null).expect(201);
        JsonNode task = takt.awaitEnd(receipt.path("id").asText());
        assertThat(task.path("result").path("from").asText()).isEqualTo("job");
        assertThat(put("{\"handler\":\"noop\",\"payload\":{\"from\":\"change\"}}", 200)
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        takt.delete("/api/v1/jobs/" + name).expect(204);
        takt.get("/api/v1/jobs/" + name).expect(404);
        takt.get("/api/v1/tasks/" + task.path("id").asText()).expect(200);
    }

    @Test
    void aBadJobIsRefusedWithAllThatIsWrong() {
        JsonNode problem = takt.put(
                        "/api/v1/jobs/" + name,
                        "{\"queue\":\"nowhere\",\"triggers\":[{\"cron\":\"0 0 25 * * *\"},{\"every\":\"PT0.1S\"}]}")
                .expect(400);
        List<String> fields = new ArrayList<>();
        problem.path("violations").forEach(one -> fields.add(one.path("field").asText()));
        assertThat(fields).containsExactly("handler", "triggers[0].cron", "triggers[1].every", "queue");
    }

    private JsonNode put(String definition, int status) {
        return takt.put("/api/v1/jobs/" + name, definition).expect(status);
    }

    private void pause() {
        put("{\"handler\":\"noop\",\"paused\":true,\"triggers\":[{\"every\":\"PT1S\"}]}", 200);
    }

    private List<Instant> awaitDueTimes() {
        return Awaitility.await("the job has fired")
                .atMost(Duration.ofSeconds(30))
                .until(this::dueTimes, due -> due.size() >= FIRES);
    }

    /** The due times of the job's tasks, in order. */
    private List<Instant> dueTimes() {
        List<Instant> due = new ArrayList<>();
        JsonNode page =
                takt.get("/api/v1/tasks?limit=500&job=" + name).expect(200).path("items");
        page.forEach(task -> due.add(Instant.parse(task.path("dueAt").asText())));
        due.sort(null);
        return due;
    }
}
