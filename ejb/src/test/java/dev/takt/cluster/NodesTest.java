package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.Obstacle;
import dev.takt.core.task.Demand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodesTest {
    private static final NodeFacts IN_THE_SOUTH = node("south", false);
    private static final NodeFacts DRAINING_IN_THE_NORTH = node("north", true);

    @Test
    void whatNoNodeCanEverRunIsToldOfTheNearestNode() {
        assertThat(nearest("print", Demand.NONE)).isEqualTo(Obstacle.NO_HANDLER);
        assertThat(nearest("mail", demand(0, "east"))).isEqualTo(Obstacle.NO_LABELS);
        assertThat(nearest("mail", demand(900_000, "south"))).isEqualTo(Obstacle.DEMAND_TOO_LARGE);
        assertThat(nearest("mail", demand(0, "north"))).isEqualTo(Obstacle.DRAINING);
        assertThat(Nodes.nearest(List.of(), "mail", Demand.NONE)).isEqualTo(Obstacle.NO_HANDLER);
    }

    @Test
    void whatSomeNodeCouldRunMeetsNoObstacle() {
        assertThat(nearest("mail", Demand.NONE)).isEqualTo(Obstacle.NONE);
        assertThat(nearest("mail", demand(2_000, "south"))).isEqualTo(Obstacle.NONE);
    }

    private static Obstacle nearest(String handler, Demand demand) {
        return Nodes.nearest(List.of(IN_THE_SOUTH, DRAINING_IN_THE_NORTH), handler, demand);
    }

    private static Demand demand(int cpuMillis, String zone) {
        return new Demand(0, 0, cpuMillis, 0, null, null, Map.of("zone", zone), Map.of());
    }

    private static NodeFacts node(String zone, boolean draining) {
        return new NodeFacts(zone, zone, 4, Set.of("mail"), Map.of("zone", zone), 1, 2_000, 512, 0, draining);
    }
}
