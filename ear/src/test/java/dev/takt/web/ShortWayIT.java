package dev.takt.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submissions of somebody who is known take a short way through the server. Nobody can tell, but by the time it takes. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ShortWayIT {
    /** What an ordinary client sends. */
    private static final String SHORT = "application/json";

    /** A wish that has to be weighed sends a request the long way. */
    private static final String LONG = "application/json;q=0.9";

    /** The only headers that may differ: when it was, and what of it is new. */
    private static final List<String> OWN = List.of("date", "location", "content-length");

    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TaktApi takt = TaktApi.administrator();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/v1/tasks       | {\"handler\":\"noop\"}                                | 201",
                "/api/v1/tasks       | {\"handler\":\"noop\",\"delay\":\"P1D\"}              | 201",
                "/api/v1/tasks       | {\"handler\":\"noop\",\"colour\":1,\"delay\":\"soon\"} | 400",
                "/api/v1/tasks       | {\"handler\":\"no-such-handler\"}                     | 400",
                "/api/v1/tasks       | {\"job\":\"no-such-job\"}                             | 400",
                "/api/v1/tasks       | {\"handler\":                                         | 400",
                "/api/v1/tasks/batch | [{\"handler\":\"noop\"},{\"handler\":\"noop\"}]       | 201",
                "/api/v1/tasks/batch | [{\"handler\":\"noop\"},{\"handler\":7}]              | 400",
                "/api/v1/tasks/batch | []                                                    | 400",
                "/api/v1/tasks?x=1   | {\"handler\":\"noop\"}                                | 400"
            })
    void bothWaysAnswerAlike(String path, String json, int status) throws Exception {
        String token = issue("administrator").path("token").asText();
        HttpResponse<String> first = send(path, json, token, LONG);
        HttpResponse<String> second = send(path, json, token, SHORT);

        assertThat(second.statusCode()).isEqualTo(status).isEqualTo(first.statusCode());
        assertThat(forms(second)).isEqualTo(forms(first));
        assertThat(second.headers().firstValue("location").map(ShortWayIT::form))
                .isEqualTo(first.headers().firstValue("location").map(ShortWayIT::form));
        assertThat(form(second.body())).isEqualTo(form(first.body()));
    }

    @Test
    void aKeyThatIsKnownGivesTheFirstTaskWhicheverWayItComes() throws Exception {
        String token = issue("submitter").path("token").asText();
        String json = "{\"handler\":\"noop\",\"key\":\"%s\"}".formatted(UUID.randomUUID());
        HttpResponse<String> first = send("/api/v1/tasks", json, token, LONG);
        HttpResponse<String> second = send("/api/v1/tasks", json, token, SHORT);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(id(second.body())).isEqualTo(id(first.body()));
        assertThat(second.headers().firstValue("location")).isEmpty();
    }

    @Test
    void aTokenThatIsRevokedOpensNothingAtOnce() throws Exception {
        JsonNode issued = issue("submitter");
        String token = issued.path("token").asText();
        assertThat(send("/api/v1/tasks", "{\"handler\":\"noop\"}", token, SHORT).statusCode())
                .isEqualTo(201);
        assertThat(send("/api/v1/tasks", "{\"handler\":\"noop\"}", token, SHORT).statusCode())
                .isEqualTo(201);

        takt.delete("/api/v1/tokens/" + issued.path("id").asText()).expect(204);

        assertThat(send("/api/v1/tasks", "{\"handler\":\"noop\"}", token, SHORT).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoMayNotSubmitIsRefusedAlsoWhenKnown() throws Exception {
        String token = issue("viewer").path("token").asText();
        for (int time = 0; time < 3; time++) {
            assertThat(send("/api/v1/tasks", "{\"handler\":\"noop\"}", token, SHORT)
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void whatABrowserSendsFromAnotherSiteIsRefusedAlsoOfSomebodyKnown() throws Exception {
        String token = issue("submitter").path("token").asText();
        assertThat(send("/api/v1/tasks", "{\"handler\":\"noop\"}", token, SHORT).statusCode())
                .isEqualTo(201);
        HttpRequest foreign = request("/api/v1/tasks", "{\"handler\":\"noop\"}", token, SHORT)
                .header("Sec-Fetch-Site", "cross-site")
                .build();
        assertThat(http.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    private JsonNode issue(String scope) {
        return takt.post(
                        "/api/v1/tokens",
                        "{\"user\":\"admin\",\"label\":\"short way\",\"scopes\":[\"%s\"]}".formatted(scope))
                .expect(201);
    }

    private static Map<String, List<String>> forms(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        OWN.forEach(headers::remove);
        return headers;
    }

    /** The text without ids and without what became of a task in the meantime. */
    private static String form(String text) {
        return text.replaceAll(UUID_FORM, "id").replace("RUNNING", "READY");
    }

    private static String id(String receipt) {
        return receipt.replaceAll(".*\"id\":\"(" + UUID_FORM + ")\".*", "$1");
    }

    private HttpResponse<String> send(String path, String json, String token, String accept)
            throws IOException, InterruptedException {
        return http.send(request(path, json, token, accept).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String json, String token, String accept) {
        int port = 8080 + Integer.getInteger("test.port.offset");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }
}
