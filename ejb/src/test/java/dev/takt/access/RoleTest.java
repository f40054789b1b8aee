package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaktException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void aStrongerRoleBringsTheWeakerOnesWithIt() {
        assertThat(Role.closure(List.of(Role.ADMINISTRATOR))).containsExactlyInAnyOrder(Role.values());
        assertThat(Role.closure(List.of(Role.OPERATOR)))
                .containsExactlyInAnyOrder(Role.VIEWER, Role.SUBMITTER, Role.OPERATOR);
        assertThat(Role.closure(List.of(Role.SUBMITTER))).containsExactly(Role.SUBMITTER);
    }

    @Test
    void theNamesInAnnotationsAreThoseInTheDatabase() {
        assertThat(List.of(Role.VIEWER_NAME, Role.SUBMITTER_NAME, Role.OPERATOR_NAME, Role.ADMINISTRATOR_NAME))
                .containsExactlyElementsOf(
                        List.of(Role.values()).stream().map(Role::label).toList());
    }

    @Test
    void anUnknownRoleIsRefusedByName() {
        assertThatThrownBy(() -> Role.of("boss", "roles"))
                .isInstanceOf(TaktException.Invalid.class)
                .hasMessageContaining("'boss' is not a role");
    }
}
