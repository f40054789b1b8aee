package dev.takt.job;

import static dev.takt.job.DeclaredJobs.Verdict.CHANGED_BY_PERSON;
import static dev.takt.job.DeclaredJobs.Verdict.KNOWN;
import static dev.takt.job.DeclaredJobs.Verdict.REGISTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.record.JobVersionRows.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredJobsTest {
    private static final Version DECLARED = new Version(1, "{\"handler\":\"a\"}", "deployment:shop.war");

    @Test
    void aNewJobIsMade() {
        assertThat(DeclaredJobs.verdict("{\"handler\":\"a\"}", List.of())).isEqualTo(REGISTER);
    }

    @Test
    void theSameDeclarationAgainChangesNothing() {
        assertThat(DeclaredJobs.verdict("{\"handler\":\"a\"}", List.of(DECLARED, DECLARED)))
                .isEqualTo(KNOWN);
    }

    @Test
    void aChangedDeclarationChangesTheJob() {
        assertThat(DeclaredJobs.verdict("{\"handler\":\"b\"}", List.of(DECLARED, DECLARED)))
                .isEqualTo(REGISTER);
    }

    @Test
    void whatAPersonChangedStays() {
        Version changed = new Version(2, "{\"handler\":\"a\",\"paused\":true}", "admin");

        assertThat(DeclaredJobs.verdict("{\"handler\":\"a\"}", List.of(changed, DECLARED)))
                .isEqualTo(KNOWN);
        assertThat(DeclaredJobs.verdict("{\"handler\":\"b\"}", List.of(changed, DECLARED)))
                .isEqualTo(CHANGED_BY_PERSON);
    }

    @Test
    void whatAPersonMadeFirstStays() {
        assertThat(DeclaredJobs.verdict(
                        "{\"handler\":\"a\"}", List.of(new Version(1, "{\"handler\":\"mine\"}", "admin"))))
                .isEqualTo(CHANGED_BY_PERSON);
    }

    @Test
    void whatAPersonDeletedStaysDeletedUntilTheDeclarationChanges() {
        Version deleted = new Version(2, null, "admin");

        assertThat(DeclaredJobs.verdict("{\"handler\":\"a\"}", List.of(deleted, DECLARED)))
                .isEqualTo(KNOWN);
        assertThat(DeclaredJobs.verdict("{\"handler\":\"b\"}", List.of(deleted, DECLARED)))
                .isEqualTo(REGISTER);
    }
}
