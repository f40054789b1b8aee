package dev.takt.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaktException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void eachKindOfRefusalHasItsStatus() {
        assertThat(Problem.of(new TaktException.Invalid("a", "b")).status()).isEqualTo(400);
        assertThat(Problem.of(new TaktException.NotFound("a")).status()).isEqualTo(404);
        assertThat(Problem.of(new TaktException.Conflict("a")).status()).isEqualTo(409);
        assertThat(Problem.of(new TaktException.TooLarge("a", "b")).status()).isEqualTo(413);
        assertThat(Problem.of(TaktException.Busy.overloaded("a", Duration.ofSeconds(1)))
                        .status())
                .isEqualTo(429);
        assertThat(Problem.of(TaktException.Busy.unavailable("a", Duration.ofSeconds(1)))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void ofManyViolationsTheFirstAreToldAndTheRestCounted() {
        List<TaktException.Violation> many = IntStream.range(0, 900)
                .mapToObj(i -> new TaktException.Violation("p" + i, "There is no such query parameter here."))
                .toList();
        Problem problem = Problem.of(new TaktException.Invalid(many));

        assertThat(problem.violations()).isEqualTo(many.subList(0, 100));
        assertThat(problem.detail()).contains("p99:").doesNotContain("p100").endsWith(" And 800 more.");
    }

    @Test
    void theDocumentNamesEveryViolation() {
        Problem problem = Problem.of(new TaktException.Invalid(List.of(
                new TaktException.Violation("delay", "'soon' is \"not\" a duration."),
                new TaktException.Violation("[3].payload", "Too large."))));

        assertThat(new String(problem.bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"type\":\"urn:takt:problem:invalid\",\"title\":")
                .contains("\"status\":400")
                .endsWith("\"violations\":[{\"field\":\"delay\",\"rule\":\"'soon' is \\\"not\\\" a duration.\"},"
                        + "{\"field\":\"[3].payload\",\"rule\":\"Too large.\"}]}");
    }
}
