package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.takt.api.Retry;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
    @Test
    void aPlainRequestIsAllowed() {
        assertThat(RequestRules.check(TaskRequest.forJob("a").build(), "")).isEmpty();
    }

    @Test
    void everyBrokenRuleNamesItsField() {
        TaskRequest.Builder request = TaskRequest.forJob("no spaces")
                .queue("")
                .priority(101)
                .key("a\nb")
                .due(Instant.MAX)
                .delay(Duration.ofSeconds(-1))
                .timeout(Duration.ZERO)
                .ttl(Duration.ofDays(367))
                .retry(new Retry(0, null, Double.NaN, Duration.ofDays(31)))
                .label("ä", "x")
                .label("long", "x".repeat(201))
                .payloadJson("{x}");
        assertThat(fields(request.build(), "[4]."))
                .containsExactly(
                        "[4].job",
                        "[4].queue",
                        "[4].priority",
                        "[4].key",
                        "[4].delay",
                        "[4].due",
                        "[4].delay",
                        "[4].timeout",
                        "[4].ttl",
                        "[4].retry.attempts",
                        "[4].retry.factor",
                        "[4].retry.backoff",
                        "[4].retry.backoffMax",
                        "[4].labels.long",
                        "[4].labels",
                        "[4].payload");
    }

    /** PostgreSQL's driver writes each half as the same question mark: different keys would be one. */
    @Test
    void halvesOfPairsAreRefusedAndPairsAreNot() {
        for (String half : List.of("u\ud800", "\udc00", "\udc00\ud800", "\ud800\ud800")) {
            TaskRequest.Builder request = TaskRequest.forJob("a").key(half).label("l", half);
            assertThat(fields(request.build(), "")).containsExactly("key", "labels.l");
        }
        TaskRequest whole = TaskRequest.forJob("a").key("\ud83d\ude80").build();
        assertThat(RequestRules.check(whole, "")).isEmpty();
    }

    @Test
    void aRequestOfNothingButFlawsIsToldTheFirstHundred() {
        List<Violation> many = IntStream.range(0, 100_000)
                .mapToObj(i -> new Violation("f" + i, "is unknown."))
                .toList();
        TaktException.Invalid invalid = new TaktException.Invalid(many);
        assertThat(invalid.violations()).hasSize(100);
        assertThat(invalid)
                .hasMessageEndingWith(" And 99900 more.")
                .hasMessageStartingWith(many.get(0).toString());
    }

    @Test
    void needsHaveRulesOfTheirOwn() {
        TaskRequest.Builder request = TaskRequest.forHandler("noop")
                .expected(Duration.ZERO)
                .deadline(Instant.MAX)
                .deadline(Duration.ofDays(367))
                .cpu(Double.NaN)
                .memoryMb(0)
                .affinityKey("")
                .group("x".repeat(201))
                .nodeLabel("no space", "a")
                .preferLabel("zone", "\n");
        assertThat(fields(request.build(), ""))
                .containsExactly(
                        "expected",
                        "deadline",
                        "deadline",
                        "deadline",
                        "resources.cpu",
                        "resources.memoryMb",
                        "affinityKey",
                        "group",
                        "nodeLabels",
                        "preferLabels.zone");
        assertThat(fields(TaskRequest.forHandler("noop").cpu(0.001).memoryMb(1).build(), ""))
                .isEmpty();
        assertThat(fields(TaskRequest.forHandler("noop").cpu(0.0005).build(), ""))
                .containsExactly("resources.cpu");
    }

    @Test
    void eitherAJobOrAHandlerIsNamed() {
        assertThat(fields(TaskRequest.forJob(null).build(), "")).containsExactly("job");
        assertThat(fields(
                        new TaskRequest("a", "b", null, null, null, null, null, null, null, null, null, null, null),
                        ""))
                .containsExactly("handler");
        assertThat(fields(null, "[0].")).containsExactly("[0].");
    }

    @Test
    void upToTwentyLabels() {
        TaskRequest.Builder request = TaskRequest.forJob("a");
        for (int i = 0; i <= FieldRules.LABELS_MAX; i++) {
            request.label("l" + i, "");
        }
        assertThat(fields(request.build(), "")).containsExactly("labels");
    }

    @Test
    void theLimitOfAPayloadCountsBytes() {
        int max = FieldRules.payloadMaxBytes();
        assertThat(fields(payload("x".repeat(max - 2)), "")).isEmpty();
        assertThat(catchThrowableOfType(
                                TaktException.TooLarge.class, () -> fields(payload("ü".repeat(max / 2)), "[1]."))
                        .field())
                .isEqualTo("[1].payload");
    }

    private static TaskRequest payload(String text) {
        return TaskRequest.forJob("a").payloadJson('"' + text + '"').build();
    }

    private static List<String> fields(TaskRequest request, String prefix) {
        return RequestRules.check(request, prefix).stream()
                .map(Violation::field)
                .toList();
    }
}
