package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AuditIT {
    private final TaktApi takt = TaktApi.administrator();

    @Test
    void everyChangeOfAUserHasOneRow() {
        String name = unique("user");
        takt.post(
                        "/api/v1/users",
                        "{\"name\":\"%s\",\"password\":\"first-Password-of-31\",\"roles\":[\"viewer\"]}"
                                .formatted(name))
                .expect(201);
        takt.as(name, "first-Password-of-31")
                .put(
                        "/api/v1/me/password",
                        "{\"current\":\"first-Password-of-31\",\"password\":\"%s\"}".formatted(TaktApi.PASSWORD))
                .expect(204);
        takt.put("/api/v1/users/" + name + "/roles", "{\"roles\":[\"operator\"]}")
                .expect(200);
        takt.post("/api/v1/users/" + name + "/disable", null).expect(200);
        takt.post("/api/v1/users/" + name + "/enable", null).expect(200);
        takt.put("/api/v1/users/" + name + "/password", "{\"password\":\"another-Password-of-31\"}")
                .expect(204);
        takt.delete("/api/v1/users/" + name).expect(204);

        assertThat(actions(name))
                .containsExactly(
                        "user.made",
                        "user.password-changed",
                        "user.roles-changed",
                        "user.disabled",
                        "user.enabled",
                        "user.password-reset",
                        "user.deleted");
    }

    @Test
    void issuingAndRevokingATokenHaveOneRowEach() {
        JsonNode issued = takt.post(
                        "/api/v1/tokens", "{\"user\":\"admin\",\"label\":\"audit\",\"scopes\":[\"viewer\"]}")
                .expect(201);
        String id = issued.path("id").asText();
        takt.delete("/api/v1/tokens/" + id).expect(204);
        takt.delete("/api/v1/tokens/" + id).expect(204);

        assertThat(actions(id)).containsExactly("token.issued", "token.revoked");
        assertThat(entries(id).toString()).doesNotContain(issued.path("token").asText());
    }

    @Test
    void eachChangeOfAJobHasOneRow() {
        String name = unique("job");
        takt.put("/api/v1/jobs/" + name, "{\"handler\":\"noop\"}").expect(201);
        takt.put("/api/v1/jobs/" + name, "{\"handler\":\"noop\",\"description\":\"changed\"}")
                .expect(200);
        takt.delete("/api/v1/jobs/" + name).expect(204);

        assertThat(entries(name)).hasSize(3);
    }

    @Test
    void eachChangeOfAQueueHasOneRow() {
        String name = unique("queue");
        takt.put("/api/v1/queues/" + name, "{\"weight\":5}").expect(200);
        takt.post("/api/v1/queues/" + name + "/pause", null).expect(200);
        takt.post("/api/v1/queues/" + name + "/resume", null).expect(200);

        assertThat(entries(name)).hasSize(3);
    }

    @Test
    void aChangeOfAPoolHasOneRow() {
        String name = unique("pool");
        takt.put("/api/v1/pools/" + name, "{\"lostLimit\":5}").expect(200);

        assertThat(entries(name)).hasSize(1);
    }

    @Test
    void cancellingAndRetryingATaskHaveOneRowEach() {
        String id = takt.submit("{\"handler\":\"noop\",\"delay\":\"PT1H\"}");
        takt.post("/api/v1/tasks/" + id + "/cancel", null).expect(200);
        assertThat(entries(id)).hasSize(1);

        takt.post("/api/v1/tasks/" + id + "/retry", null).expect(201);
        assertThat(entries(id)).hasSize(2);
    }

    @Test
    void whatWasRefusedLeavesNoRow() {
        String name = unique("refused");
        takt.put("/api/v1/jobs/" + name, "{\"handler\":\"noop\",\"no-such-field\":1}")
                .expect(400);
        takt.put("/api/v1/queues/" + name, "{\"weight\":0}").expect(400);
        takt.delete("/api/v1/users/" + name).expect(404);
        TaktApi viewer = takt.withUser("audit-viewer", "viewer");
        viewer.put("/api/v1/jobs/" + name, "{\"handler\":\"noop\"}").expect(403);

        assertThat(entries(name)).isEmpty();
    }

    @Test
    void rowsNameWhoDidItAndWhen() {
        String name = unique("who");
        TaktApi operator = takt.withUser("audit-operator", "operator");
        takt.put("/api/v1/queues/" + name, "{}").expect(200);
        operator.post("/api/v1/queues/" + name + "/pause", null).expect(200);

        List<JsonNode> entries = entries(name);

        assertThat(entries)
                .extracting(entry -> entry.path("actor").asText())
                .containsExactly("admin", "audit-operator");
        assertThat(entries).allSatisfy(entry -> assertThat(
                        java.time.Instant.parse(entry.path("at").asText()))
                .isBetween(
                        java.time.Instant.now().minusSeconds(60),
                        java.time.Instant.now().plusSeconds(5)));
    }

    @Test
    void theTrailIsReadPageByPage() {
        String name = unique("paged");
        takt.put("/api/v1/queues/" + name, "{}").expect(200);
        for (int i = 0; i < 3; i++) {
            takt.post("/api/v1/queues/" + name + "/pause", null).expect(200);
            takt.post("/api/v1/queues/" + name + "/resume", null).expect(200);
        }
        List<String> whole =
                entries(name).stream().map(entry -> entry.path("id").asText()).toList();

        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page =
                    takt.get("/api/v1/audit?limit=2&target=" + name + next).expect(200);
            assertThat(page.path("items").size()).isBetween(1, 2);
            page.path("items").forEach(entry -> paged.add(0, entry.path("id").asText()));
            next = page.has("next") ? "&after=" + page.path("next").asText() : null;
        } while (next != null);

        assertThat(paged).hasSize(7).isEqualTo(whole);
    }

    private List<String> actions(String target) {
        return entries(target).stream()
                .map(entry -> entry.path("action").asText())
                .toList();
    }

    /** The rows about a target, oldest first. */
    private List<JsonNode> entries(String target) {
        List<JsonNode> entries = new ArrayList<>();
        takt.get("/api/v1/audit?limit=500&target=" + target)
                .expect(200)
                .path("items")
                .forEach(entry -> entries.add(0, entry));
        return entries;
    }

    private static String unique(String prefix) {
        return "audit-" + prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
