package dev.takt.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaktException;
import dev.takt.api.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueryTest {
    private final Query query = new Query();

    @Test
    void whatIsLeftOutFiltersNothing() {
        assertThat(query.limit(null)).isEqualTo(50);
        assertThat(query.instant("from", null)).isNull();
        assertThat(query.uuid("after", null)).isNull();
        assertThat(query.text("queue", null)).isNull();
        assertThat(query.states(List.of())).isEmpty();
        query.check();
    }

    @Test
    void statesComeRepeatedOrWithCommasInAnyCase() {
        assertThat(query.states(List.of("failed,READY", "running")))
                .containsExactly(TaskState.READY, TaskState.RUNNING, TaskState.FAILED);
    }

    @Test
    void momentsMayHaveAnyOffset() {
        assertThat(query.instant("from", "2026-11-21T09:30:00+01:00")).isEqualTo(Instant.parse("2026-11-21T08:30:00Z"));
    }

    @Test
    void momentsAreOfTheYears0000To9999() {
        assertThat(query.instant("from", "0000-01-01T00:00:00Z")).isNotNull();
        assertThat(query.instant("to", "9999-12-31T23:59:59Z")).isNotNull();
        query.check();
        query.instant("from", "-999999999-01-01T00:00:00Z");
        query.instant("to", "+999999999-12-31T23:59:59Z");

        assertThatThrownBy(query::check)
                .isInstanceOfSatisfying(TaktException.Invalid.class, invalid -> assertThat(invalid.violations())
                        .hasSize(2)
                        .allMatch(violation -> violation.rule().contains("0000 to 9999")));
    }

    @Test
    void anIdHasOneFormOnly() {
        assertThat(Query.id("01932c7e-9c1a-7d3e-8f21-5b7a90c4d6e8"))
                .isEqualTo(UUID.fromString("01932c7e-9c1a-7d3e-8f21-5b7a90c4d6e8"));
        assertThatThrownBy(() -> Query.id("1-1-1-1-1")).hasMessageStartingWith("id: '1-1-1-1-1' is not an id");
    }

    @Test
    void aControlCharacterIsRefusedBeforeADatabaseMeetsIt() {
        query.text("queue", "mail\0");
        query.label("a=\u0085");

        assertThatThrownBy(query::check)
                .isInstanceOfSatisfying(TaktException.Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(TaktException.Violation::field)
                        .containsExactly("queue", "label"));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        query.limit("501");
        query.instant("from", "yesterday");
        query.label("=x");
        query.states(List.of("LOST"));
        query.text("queue", "");

        assertThatThrownBy(query::check)
                .isInstanceOfSatisfying(TaktException.Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(TaktException.Violation::field)
                        .containsExactly("limit", "from", "label", "state", "queue"));
    }
}
