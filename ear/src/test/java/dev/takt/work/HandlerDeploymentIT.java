package dev.takt.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.takt.server.TaktApi;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handlers come and go with their deployments. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HandlerDeploymentIT {
    private static final String GREETING = "greeting";
    /** A node reports what it has every few seconds. */
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(20);

    private static final TaktApi TAKT = TaktApi.administrator();

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = GREETING, managed = false, testable = false)
    static WebArchive greeting() {
        return ShrinkWrap.create(WebArchive.class, "greeting.war")
                .addClass(GreetingHandler.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @Test
    void aHandlerRunsTasksWhileItsDeploymentIsThere() {
        deployer.deploy(GREETING);
        try {
            String id = TAKT.submit("{\"handler\":\"greeting\",\"payload\":\"world\"}");
            JsonNode task = TAKT.awaitEnd(id);
            assertThat(task.path("result").path("hello").asText()).isEqualTo("world");
            assertThat(TAKT.get("/api/v1/nodes").expect(200).toString()).contains(GREETING);
        } finally {
            deployer.undeploy(GREETING);
        }
        Awaitility.await("the node no longer offers the handler")
                .atMost(REPORT_LIMIT)
                .until(() -> !TAKT.get("/api/v1/nodes").expect(200).toString().contains(GREETING));
    }
}
