package dev.takt.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmTest {
    @Test
    void theUsersOptionsAreSeparatedByBlanks() {
        assertThat(Jvm.given(" -Xmx1g  -Dtakt.node.slots=8\n")).containsExactly("-Xmx1g", "-Dtakt.node.slots=8");
    }

    @Test
    void noneAreNone() {
        assertThat(Jvm.given(null)).isEmpty();
        assertThat(Jvm.given(" ")).isEmpty();
    }
}
