package dev.takt.web.api;

import dev.takt.api.TaktException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.Stream;

/**
 * Takes in the bodies that a resource does not ask for, such as {@code {}} with a cancellation. The container does so
 * itself, but of what is answered later only after the answer, when what was gathered of the body
 * ({@link dev.takt.web.access.Antechamber}) is gone, and logs a failure.
 */
@Provider
public class UnaskedBody implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        boolean asked =
                Stream.of(resource.getResourceMethod().getParameterTypes()).anyMatch(InputStream.class::equals);
        if (!asked) {
            context.register(new Intake());
        }
    }

    private static final class Intake implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            try {
                request.getEntityStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException cutOff) {
                throw new TaktException.Invalid("", "The body ended before it was complete; none is needed here.");
            }
        }
    }
}
