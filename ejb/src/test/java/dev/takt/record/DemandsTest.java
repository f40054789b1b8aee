package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.task.Demand;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemandsTest {
    @Test
    void nothingAskedIsNothingWritten() {
        assertThat(Demands.write(Demand.NONE)).isNull();
        assertThat(Demands.write(new Demand(0, 0, 0, 0, null, null, null, null)))
                .isNull();
        assertThat(Demands.read(null)).isSameAs(Demand.NONE);
    }

    @Test
    void onlyWhatIsAskedIsWritten() {
        Demand demand = new Demand(0, 0, 500, 0, null, "g", Map.of("zone", "a"), Map.of());

        assertThat(Demands.write(demand))
                .isEqualTo("{\"cpuMillis\":500,\"group\":\"g\",\"nodeLabels\":{\"zone\":\"a\"}}");
        assertThat(Demands.read(Demands.write(demand))).isEqualTo(demand);
    }

    @Test
    void whatANewerNodeWroteIsReadAsFarAsItIsKnown() {
        assertThat(Demands.read("{\"gpus\":{\"kind\":[1,2]},\"memoryMb\":64}"))
                .isEqualTo(new Demand(0, 0, 0, 64, null, null, Map.of(), Map.of()));
    }
}
