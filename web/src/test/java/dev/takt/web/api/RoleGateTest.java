package dev.takt.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.access.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleGateTest {
    private static final List<Class<?>> RESOURCES = List.of(
            TasksResource.class,
            JobsResource.class,
            QueuesResource.class,
            PoolsResource.class,
            NodesResource.class,
            StatsResource.class,
            AuditResource.class,
            UsersResource.class,
            TokensResource.class,
            MeResource.class);

    @Test
    void everyResourceMethodNamesRolesThatThereAre() {
        List<String> labels = Arrays.stream(Role.values()).map(Role::label).toList();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                if (isResourceMethod(method)) {
                    assertThat(RoleGate.allowed(method)).as(method.toString()).isNotEmpty();
                    assertThat(labels).as(method.toString()).containsAll(RoleGate.allowed(method));
                }
            }
        }
    }

    @Test
    void aMethodThatNamesNoneStopsTheDeployment() throws NoSuchMethodException {
        Method forgotten = Forgotten.class.getDeclaredMethod("get");

        assertThatThrownBy(() -> RoleGate.allowed(forgotten)).hasMessageContaining("does not say who may call it");
    }

    private static boolean isResourceMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static final class Forgotten {
        @GET
        @SuppressWarnings("unused")
        String get() {
            return "open";
        }
    }
}
