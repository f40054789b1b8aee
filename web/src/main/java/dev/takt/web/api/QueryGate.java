package dev.takt.web.api;

import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses query parameters that a resource method does not declare, because a filter with a typing error must not match
 * all; and control characters in the path, which PostgreSQL would partly refuse.
 */
@Provider
public class QueryGate implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Set<String> known = new TreeSet<>();
        Set<String> repeatable = new HashSet<>();
        for (Parameter parameter : resource.getResourceMethod().getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                known.add(query.value());
                if (List.class.isAssignableFrom(parameter.getType())) {
                    repeatable.add(query.value());
                }
            }
        }
        context.register(new Gate(known, repeatable));
    }

    private record Gate(Set<String> known, Set<String> repeatable) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            List<Violation> violations = new ArrayList<>();
            request.getUriInfo().getPathParameters().forEach((name, values) -> {
                if (values.stream().anyMatch(value -> value.chars().anyMatch(Character::isISOControl))) {
                    violations.add(new Violation(name, "This has a control character; none are allowed."));
                }
            });
            for (Map.Entry<String, List<String>> parameter :
                    request.getUriInfo().getQueryParameters().entrySet()) {
                String name = parameter.getKey();
                if (!known.contains(name)) {
                    violations.add(new Violation(
                            name,
                            known.isEmpty()
                                    ? "There are no query parameters here; leave it out."
                                    : "There is no such query parameter here; there are " + String.join(", ", known)
                                            + "."));
                } else if (parameter.getValue().size() > 1 && !repeatable.contains(name)) {
                    violations.add(new Violation(name, "This is given more than once; give it once."));
                }
            }
            if (!violations.isEmpty()) {
                throw new TaktException.Invalid(violations);
            }
        }
    }
}
