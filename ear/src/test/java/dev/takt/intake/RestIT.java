package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RestIT {
    private final TaktApi takt = TaktApi.administrator();

    @Test
    void aTaskThatIsSubmittedSucceedsWithItsResult() {
        String id = takt.submit("{\"handler\":\"noop\",\"payload\":{\"order\":7}}");
        JsonNode task = takt.awaitEnd(id);
        assertThat(task.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(task.path("result").path("order").asInt()).isEqualTo(7);
    }

    @Test
    void theSameKeyTwiceGivesTheFirstTask() {
        String body = "{\"handler\":\"noop\",\"key\":\"%s\"}".formatted(UUID.randomUUID());
        String first = takt.submit(body);
        TaktApi.Answer second = takt.post("/api/v1/tasks", body);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body().path("id").asText()).isEqualTo(first);
    }

    @Test
    void aBatchIsAnsweredInItsOrder() {
        String batch = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"handler\":\"noop\",\"payload\":%d}".formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
        JsonNode receipts = takt.post("/api/v1/tasks/batch", batch).expect(201);
        assertThat(receipts).hasSize(1_000);
        JsonNode last = takt.awaitEnd(receipts.get(999).path("id").asText());
        assertThat(last.path("result").asInt()).isEqualTo(999);
    }

    @Test
    void aBatchWithOneBadTaskIsRefusedAsAWholeAndNamesItsIndex() {
        JsonNode problem = takt.post(
                        "/api/v1/tasks/batch", "[{\"handler\":\"noop\"},{\"handler\":\"noop\",\"delay\":\"soon\"}]")
                .expect(400);
        assertThat(problem.path("violations").get(0).path("field").asText()).isEqualTo("[1].delay");
    }

    @Test
    void aTaskThatIsDueLaterStartsThen() {
        String id = takt.submit("{\"handler\":\"noop\",\"delay\":\"PT1S\"}");
        assertThat(takt.task(id).path("state").asText()).isEqualTo("SCHEDULED");
        JsonNode task = takt.awaitEnd(id);
        Duration waited = Duration.between(
                Instant.parse(task.path("submittedAt").asText()),
                Instant.parse(task.path("startedAt").asText()));
        assertThat(waited).isBetween(Duration.ofMillis(990), Duration.ofMillis(1_500));
    }

    @Test
    void aFailingTaskIsRetriedUntilItSucceeds() {
        String id = takt.submit(
                "{\"handler\":\"fail\",\"payload\":{\"message\":\"no\",\"times\":2},\"retry\":{\"attempts\":3,\"backoff\":\"PT0.05S\"}}");
        JsonNode task = takt.awaitEnd(id);
        assertThat(task.path("state").asText()).isEqualTo("SUCCEEDED");
        JsonNode attempts = takt.get("/api/v1/tasks/" + id + "/attempts").expect(200);
        assertThat(attempts.toString()).contains("FAILED").contains("no");
    }

    @Test
    void aRunningTaskCanBeCancelled() {
        String id = takt.submit("{\"handler\":\"sleep\",\"payload\":{\"duration\":\"PT30S\"}}");
        takt.awaitState(id, "RUNNING");
        assertThat(takt.post("/api/v1/tasks/" + id + "/cancel", null).status()).isBetween(200, 202);
        assertThat(takt.awaitEnd(id).path("state").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void aTaskThatTakesTooLongTimesOut() {
        String id = takt.submit(
                "{\"handler\":\"sleep\",\"payload\":{\"duration\":\"PT30S\"},\"timeout\":\"PT0.3S\",\"retry\":{\"attempts\":1}}");
        assertThat(takt.awaitEnd(id).path("state").asText()).isEqualTo("TIMED_OUT");
    }
}
