package dev.takt.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.node.Obstacle;
import dev.takt.core.task.Demand;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HindranceTest {
    private static final Demand MUCH = new Demand(0, 0, 900_000, 64, null, null, Map.of("zone", "moon"), Map.of());

    @Test
    void whatNoNodeCanRunIsSaidWithWhatItAsksFor() {
        assertThat(sentence(Obstacle.NO_HANDLER)).contains("No node has the handler 'mail'");
        assertThat(sentence(Obstacle.NO_LABELS)).contains("zone=moon");
        assertThat(sentence(Obstacle.DEMAND_TOO_LARGE)).contains("900 CPU and 64 MB");
        assertThat(sentence(Obstacle.DRAINING)).contains("draining");
    }

    @Test
    void whatOnlyHasToWaitIsNotHindered() {
        assertThat(Hindrance.of(Obstacle.NO_FREE_SLOT, "mail", MUCH)).isEmpty();
        assertThat(Hindrance.of(Obstacle.NONE, "mail", MUCH)).isEmpty();
    }

    private static String sentence(Obstacle obstacle) {
        return Hindrance.of(obstacle, "mail", MUCH).orElseThrow().sentence();
    }
}
