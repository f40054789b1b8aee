package dev.takt.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.node.Obstacle;
import dev.takt.core.task.Demand;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HindranceTest {
    private static final Demand MUCH = new Demand(0, 0, 900_000, 64, null, null, Map.of("zone", "moon"), Map.of());

    @Test
    void whatNoNodeCanRunIsSaidWithWhatItAsksFor() {
        assertThat(Hindrance.sentence(Obstacle.NO_HANDLER, "mail", MUCH)).contains("No node has the handler 'mail'");
        assertThat(Hindrance.sentence(Obstacle.NO_LABELS, "mail", MUCH)).contains("zone=moon");
        assertThat(Hindrance.sentence(Obstacle.DEMAND_TOO_LARGE, "mail", MUCH)).contains("900 CPU and 64 MB");
        assertThat(Hindrance.sentence(Obstacle.DRAINING, "mail", MUCH)).contains("draining");
    }

    @Test
    void whatOnlyHasToWaitIsNotHindered() {
        assertThat(Hindrance.sentence(Obstacle.NO_FREE_SLOT, "mail", MUCH)).isNull();
        assertThat(Hindrance.sentence(Obstacle.NONE, "mail", MUCH)).isNull();
    }
}
