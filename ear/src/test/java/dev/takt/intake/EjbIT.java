package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.TaktApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Submits from Java in another deployment, in and out of its transactions. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class EjbIT {
    private static final TaktApi TAKT = TaktApi.administrator();
    private static final long SWEEP_MILLIS = 3_000;

    @Deployment(testable = false)
    static WebArchive caller() {
        return ShrinkWrap.create(WebArchive.class, "caller.war")
                .addClass(Caller.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @Test
    void withoutATransactionTheTaskIsDurableWhenTheCallReturns() throws Exception {
        String id = submit("none");
        assertThat(TAKT.awaitEnd(id).path("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aTaskOfATransactionThatCommitsRuns() throws Exception {
        String id = submit("commit");
        org.awaitility.Awaitility.await()
                .until(() -> TAKT.get("/api/v1/tasks/" + id).status() == 200);
        assertThat(TAKT.awaitEnd(id).path("result").path("by").asText()).isEqualTo("ejb");
    }

    @Test
    void aTaskOfATransactionThatRollsBackNeverExists() throws Exception {
        String id = submit("rollback");
        Thread.sleep(SWEEP_MILLIS);
        assertThat(TAKT.get("/api/v1/tasks/" + id).status()).isEqualTo(404);
    }

    private static String submit(String end) throws Exception {
        int port = 8080 + Integer.getInteger("test.port.offset");
        URI uri = URI.create("http://127.0.0.1:%d/caller/submit?end=%s&key=%s".formatted(port, end, UUID.randomUUID()));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
