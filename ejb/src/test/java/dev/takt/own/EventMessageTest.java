package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventMessageTest {
    private static final UUID TASK = UUID.fromString("0199f3c2-7d11-7a52-9b60-3f9d0c1a2b3c");
    private static final Instant SUBMITTED = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant ENDED = Instant.parse("2026-11-21T12:00:01.5Z");

    @Test
    void theTextTellsTheEnd() {
        TaskEvent event = new TaskEvent(
                TASK,
                TaskState.FAILED,
                "mail",
                "invoice",
                "send",
                "{\"customer\":\"C1\"}",
                3,
                SUBMITTED,
                ENDED,
                "No \"route\"");

        assertThat(EventMessage.json(event))
                .isEqualTo("{\"id\":\"0199f3c2-7d11-7a52-9b60-3f9d0c1a2b3c\",\"state\":\"FAILED\",\"queue\":\"mail\","
                        + "\"job\":\"invoice\",\"handler\":\"send\",\"attempts\":3,"
                        + "\"submittedAt\":\"2026-11-21T12:00:00Z\",\"endedAt\":\"2026-11-21T12:00:01.500Z\","
                        + "\"error\":\"No \\\"route\\\"\",\"labels\":{\"customer\":\"C1\"}}");
    }

    @Test
    void whatATaskDoesNotHaveIsLeftOut() {
        TaskEvent event =
                new TaskEvent(TASK, TaskState.SUCCEEDED, "default", null, "noop", null, 1, SUBMITTED, ENDED, null);

        assertThat(EventMessage.json(event)).doesNotContain("job", "error", "labels", "null");
    }

    @Test
    void aLabelsNameBecomesAnIdentifier() {
        assertThat(EventMessage.property("customer")).isEqualTo("label_customer");
        assertThat(EventMessage.property("app.kubernetes.io/name")).isEqualTo("label_app_kubernetes_io_name");
        assertThat(EventMessage.property("2nd-line")).isEqualTo("label_2nd_line");
    }
}
