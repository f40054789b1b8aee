package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaktException;
import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class SubmissionSizeTest {
    private static final long BYTES_MAX = 4L * FieldRules.payloadMaxBytes();

    @Test
    void aMessageThatIsFarTooLargeIsRefusedUnread() {
        assertThatThrownBy(() -> SubmissionListener.checkSize(aMessageOf(BYTES_MAX + 1)))
                .isInstanceOf(TaktException.TooLarge.class)
                .hasMessageContaining(String.valueOf(BYTES_MAX));
    }

    @Test
    void aMessageThatMayHoldATaskIsRead() {
        assertThatCode(() -> SubmissionListener.checkSize(aMessageOf(BYTES_MAX)))
                .doesNotThrowAnyException();
        assertThatCode(() -> SubmissionListener.checkSize(aMessageOf(null))).doesNotThrowAnyException();
    }

    /** A message that tells its size, null when the broker did not set it, and fails when anything else is asked. */
    private static TextMessage aMessageOf(Long bytes) {
        return (TextMessage) Proxy.newProxyInstance(
                SubmissionSizeTest.class.getClassLoader(),
                new Class<?>[] {TextMessage.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "propertyExists" -> bytes != null;
                    case "getLongProperty" -> bytes;
                    default -> throw new AssertionError(method.getName() + " was called");
                });
    }
}
