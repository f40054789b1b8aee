package dev.takt.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The API's place. Its description for programs stands in {@code META-INF/openapi.yaml} and on the resources. */
@ApplicationPath("/api/v1")
public class Api extends Application {
    @Override
    public Map<String, Object> getProperties() {
        // The server's mapper answers in HTML when a resource does not say otherwise; Refusals answers for all.
        return Map.of("resteasy.original.webapplicationexception.behavior", "true");
    }
}
