package dev.takt.web.api;

import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Lets a caller call what one of its roles allows. A resource method that does not say who may call it stops the
 * deployment: forgetting is not a way to open something.
 */
@Provider
public class RoleGate implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        context.register(new Gate(allowed(resource.getResourceMethod())));
    }

    /** The roles that may call a resource method. */
    static List<String> allowed(Method method) {
        RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
        if (allowed == null || allowed.value().length == 0) {
            throw new IllegalStateException(method + " does not say who may call it; annotate it with @RolesAllowed.");
        }
        return List.of(allowed.value());
    }

    @Priority(Priorities.AUTHORIZATION)
    private record Gate(List<String> roles) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (roles.stream().noneMatch(request.getSecurityContext()::isUserInRole)) {
                request.abortWith(Problem.forbidden("This needs the role " + String.join(" or ", roles)
                                + " (a token needs it among its scopes); ask an administrator.")
                        .toResponse());
            }
        }
    }
}
