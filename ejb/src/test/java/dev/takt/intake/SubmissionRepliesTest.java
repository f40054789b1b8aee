package dev.takt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import org.junit.jupiter.api.Test;

class SubmissionRepliesTest {
    @Test
    void anAcceptanceHasTheReceipt() {
        assertThat(SubmissionReplies.acceptance(new TaskReceipt("0199", TaskState.READY, true)))
                .isEqualTo("{\"id\":\"0199\",\"state\":\"READY\",\"existing\":true}");
    }

    @Test
    void aRefusalNamesTheFields() {
        assertThat(SubmissionReplies.refusal(new TaktException.Invalid("delay", "'soon' is no duration.")))
                .isEqualTo("{\"type\":\"urn:takt:problem:invalid\",\"status\":400,"
                        + "\"detail\":\"delay: 'soon' is no duration.\","
                        + "\"violations\":[{\"field\":\"delay\",\"rule\":\"'soon' is no duration.\"}]}");
    }
}
