package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskDocumentTest {
    @Test
    void aFullTaskIsRead() {
        TaskRequest task = TaskDocument.read(
                utf8(
                        """
                {"handler": "http", "payload": {"a": [1, 2.50, "x y\\" z"], "b": 1e400}, "queue": "mail",
                 "priority": -3, "key": "k1", "due": "2026-11-21T10:00:00+02:00", "timeout": "PT30S",
                 "ttl": "P1D", "retry": {"attempts": 3, "backoff": "PT2H", "factor": 1.5},
                 "labels": {"b": "2", "a": "ü"}}
                """));
        assertThat(task.handler()).isEqualTo("http");
        assertThat(task.payload()).isEqualTo("{\"a\":[1,2.50,\"x y\\\" z\"],\"b\":1e400}");
        assertThat(task.due()).isEqualTo(Instant.parse("2026-11-21T08:00:00Z"));
        assertThat(task.retry().attempts()).isEqualTo(3);
        assertThat(task.retry().backoffMax()).isEqualTo(Duration.ofHours(2));
        assertThat(task.labels()).isEqualTo(Map.of("a", "ü", "b", "2"));
        assertThat(RequestRules.check(task, "")).isEmpty();
    }

    @Test
    void needsStandAmongTheFieldsOfATask() {
        TaskRequest task = TaskDocument.read(
                utf8(
                        """
                {"handler": "noop", "expected": "PT5S", "deadline": "PT1H", "resources": {"cpu": 0.5, "memoryMb": 256},
                 "affinityKey": "k", "group": "g", "nodeLabels": {"zone": "a"}, "preferLabels": {"disk": "ssd"}}
                """));
        assertThat(task)
                .isEqualTo(TaskRequest.forHandler("noop")
                        .expected(Duration.ofSeconds(5))
                        .deadline(Duration.ofHours(1))
                        .cpu(0.5)
                        .memoryMb(256)
                        .affinityKey("k")
                        .group("g")
                        .nodeLabel("zone", "a")
                        .preferLabel("disk", "ssd")
                        .build());
        assertThat(TaskDocument.read(utf8("{\"handler\":\"noop\",\"deadline\":\"2026-11-21T10:00:00+02:00\"}"))
                        .needs()
                        .deadline())
                .isEqualTo(Instant.parse("2026-11-21T08:00:00Z"));
        assertThat(TaskDocument.read(utf8("{\"handler\":\"noop\",\"nodeLabels\":{},\"resources\":{}}"))
                        .needs())
                .isNull();
    }

    @Test
    void everyViolationOfANeedNamesItsField() {
        assertThat(fields("{\"job\":\"a\",\"expected\":\"5s\",\"deadline\":\"soon\",\"resources\":{\"cpu\":\"1\","
                        + "\"gpu\":1,\"memoryMb\":1.5},\"group\":1,\"nodeLabels\":{\"zone\":1}}"))
                .containsExactly(
                        "expected",
                        "deadline",
                        "resources.cpu",
                        "resources.gpu",
                        "resources.memoryMb",
                        "group",
                        "nodeLabels.zone");
    }

    @Test
    void aPayloadMayBeAnyValueAndNullIsNone() {
        assertThat(payload("7")).isEqualTo("7");
        assertThat(payload(" \"a  b\" ")).isEqualTo("\"a  b\"");
        assertThat(payload("true")).isEqualTo("true");
        assertThat(payload("-1.50 ")).isEqualTo("-1.50");
        assertThat(payload("[ ]")).isEqualTo("[]");
        assertThat(payload("null")).isNull();
    }

    @Test
    void everyViolationNamesItsField() {
        assertThat(fields("{\"job\": 5, \"retry\": {\"attempts\": \"x\", \"bakoff\": 1}, \"delay\": \"5s\","
                        + " \"due\": \"tomorrow\", \"labels\": {\"a\": 1}, \"paylod\": {}, \"priority\": 99999999999}"))
                .containsExactly(
                        "job", "retry.attempts", "retry.bakoff", "delay", "due", "labels.a", "paylod", "priority");
    }

    @Test
    void violationsInABatchNameTheIndex() {
        TaktException.Invalid refusal = catchThrowableOfType(
                TaktException.Invalid.class,
                () -> TaskDocument.readBatch(utf8("[{\"job\":\"a\"},{\"job\":1},7,{\"retry\":{\"factor\":true}}]")));
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactly("[1].job", "[2]", "[3].retry.factor");
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsPlace() {
        for (String text : List.of("", "{", "{\"a\" 1}", "nope", "{\"job\":\"a\"} x", "[]", "{\"job\":\"a\",}")) {
            assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.read(utf8(text))))
                    .as(text)
                    .isNotNull();
        }
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.read(utf8("{\"job\" 1}")))
                        .getMessage())
                .contains("line 1, column 8");
    }

    @Test
    void whatIsCutOffOrTooDeepIsRefusedInWordsForPeople() {
        TaktException.Invalid cutOff = catchThrowableOfType(
                TaktException.Invalid.class, () -> TaskDocument.read(utf8("{\"handler\":\"noop\"")));
        assertThat(cutOff.violations()).extracting(Violation::field).containsExactly("");
        assertThat(cutOff.getMessage()).contains("end-of-input").doesNotContain("REDACTED", "`");
        String deep = "{\"handler\":\"noop\",\"payload\":" + "[".repeat(100_000);
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.read(utf8(deep)))
                        .getMessage())
                .contains("depth")
                .doesNotContain("`");
    }

    @Test
    void repeatedFieldsAreRefused() {
        assertThat(fields("{\"job\":\"a\",\"job\":\"b\"}")).containsExactly("job");
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> payload("{\"x\":1,\"y\":2,\"x\":1}")))
                .hasMessageContaining("Duplicate field 'x'");
    }

    @Test
    void tooDeepPayloadsAreRefused() {
        String deep = "[".repeat(DocumentReader.DEPTH_MAX + 1) + "]".repeat(DocumentReader.DEPTH_MAX + 1);
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> payload(deep)))
                .hasMessageContaining("nesting depth");
    }

    @Test
    void aBatchHasOneToThousandTasks() {
        assertThat(TaskDocument.readBatch(batch(1_000))).hasSize(1_000);
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.readBatch(batch(1_001))))
                .hasMessageContaining("1000");
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.readBatch(utf8("[]"))))
                .hasMessageContaining("empty");
        assertThat(catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.readBatch(utf8("{}"))))
                .hasMessageContaining("array");
    }

    private static byte[] batch(int tasks) {
        return utf8("[" + String.join(",", Collections.nCopies(tasks, "{\"job\":\"a\"}")) + "]");
    }

    private static String payload(String json) {
        return TaskDocument.read(utf8("{\"job\":\"a\",\"payload\":" + json + "}"))
                .payload();
    }

    private static List<String> fields(String json) {
        return catchThrowableOfType(TaktException.Invalid.class, () -> TaskDocument.read(utf8(json)))
                .violations()
                .stream()
                .map(Violation::field)
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
