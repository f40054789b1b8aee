package dev.takt.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.access.Role;
import dev.takt.api.TaktException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictObjectTest {
    @Test
    void readsWhatIsAskedFor() {
        StrictObject object = of(
                "{\"name\":\"ann\",\"weight\":5,\"on\":true,\"wait\":\"PT5S\",\"roles\":[\"viewer\"],\"none\":null}");

        assertThat(object.needText("name")).isEqualTo("ann");
        assertThat(object.integer("weight", 1, 10)).isEqualTo(5);
        assertThat(object.bool("on")).isTrue();
        assertThat(object.duration("wait")).isEqualTo(Duration.ofSeconds(5));
        assertThat(object.roles("roles")).containsExactly(Role.VIEWER);
        assertThat(object.text("none")).isNull();
        assertThat(object.text("missing")).isNull();
        object.check();
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        StrictObject object = of("{\"weight\":11,\"on\":1,\"wait\":\"soon\",\"roles\":[\"boss\"],\"colour\":\"red\"}");
        object.needText("name");
        object.integer("weight", 1, 10);
        object.bool("on");
        object.duration("wait");
        object.roles("roles");

        assertThatThrownBy(object::check)
                .isInstanceOfSatisfying(TaktException.Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(TaktException.Violation::field)
                        .containsExactly("name", "weight", "on", "wait", "roles", "colour"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "{", "{\"a\":1,\"a\":2}", "{} {}", "{'a':1}"})
    void refusesWhatIsNotOneObject(String json) {
        assertThatThrownBy(() -> of(json)).isInstanceOf(TaktException.Invalid.class);
    }

    @Test
    void refusesTextsThatNoDatabaseTakes() {
        StrictObject object = of("{\"half\":\"a\\ud800\",\"nul\":\"a\\u0000\",\"whole\":\"\\ud83e\\udd41\"}");
        assertThat(object.text("whole")).hasSize(2);
        assertThat(object.text("half")).isNull();
        assertThat(object.text("nul")).isNull();

        assertThatThrownBy(object::check)
                .isInstanceOfSatisfying(TaktException.Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(TaktException.Violation::field)
                        .containsExactly("half", "nul"));
    }

    private static StrictObject of(String json) {
        return StrictObject.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
