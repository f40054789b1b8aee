package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaktException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery", "k7mq-92hd", "ünïcödé-pässwörd", "aB3$aB3$"})
    void takesWhatIsLongAndRareEnough(String password) {
        assertThatCode(() -> PasswordRules.check("ann", password, "password")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "aaaaaaaaaaaa", "Password1", "annette1", "tab\tin the middle"})
    void refusesWhatIsEasilyGuessed(String password) {
        assertThatThrownBy(() -> PasswordRules.check("annette", password, "password"))
                .isInstanceOf(TaktException.Invalid.class)
                .hasMessageStartingWith("password: ");
    }

    @Test
    void refusesWhatBcryptWouldCutOff() {
        assertThatThrownBy(() -> PasswordRules.check("ann", "0123456789ä".repeat(7), "password"))
                .hasMessageContaining("72 bytes");
    }
}
