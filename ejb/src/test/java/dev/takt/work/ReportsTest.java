package dev.takt.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.task.Assignment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private final Set<String> refusing = new HashSet<>(Set.of("busy", "quiet"));
    private final List<String> offered = new ArrayList<>();
    private final Reports reports = new Reports(
            (pool, report) -> {
                offered.add(pool);
                return !refusing.contains(pool);
            },
            new WorkerTime() {
                @Override
                public long nanos() {
                    return 0;
                }

                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }
            });

    @Test
    void anOwnerThatRefusesDoesNotHoldUpReportsToAnother() {
        anEndedAttemptOf("busy");
        anEndedAttemptOf("busy");
        anEndedAttemptOf("quiet");
        refusing.remove("quiet");
        offered.clear();

        reports.patrol(0);
        assertThat(offered).as("each refusing owner is asked once").containsExactly("busy", "quiet");

        refusing.clear();
        offered.clear();
        reports.patrol(0);
        assertThat(offered).as("none is forgotten").containsExactly("busy", "busy");
        reports.patrol(0);
        assertThat(offered).hasSize(2);
    }

    private void anEndedAttemptOf(String pool) {
        Attempt attempt = new Attempt(
                new Assignment(UUID.randomUUID(), 1, 1, pool, pool, null, "h", null, null, 0, Instant.EPOCH, 0, null));
        assertThat(reports.hold(attempt)).isTrue();
        assertThat(attempt.begin(0, Instant.EPOCH)).isTrue();
        assertThat(attempt.succeeded(null, Instant.EPOCH)).isTrue();
        assertThat(reports.deliver(attempt)).isFalse();
    }
}
