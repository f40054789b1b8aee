package dev.takt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.core.node.NodeFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which node ought to own which of a thousand pools. */
class SuccessionTest {
    private static final int POOLS = 1_000;
    private static final List<NodeFacts> FIVE = nodes(5);

    private static List<NodeFacts> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> node("node" + i, false))
                .toList();
    }

    private static NodeFacts node(String name, boolean draining) {
        return new NodeFacts("id-" + name, name, 64, Set.of("noop"), Map.of(), 1, 0, 0, 0, draining);
    }

    private static List<NodeFacts> without(String name) {
        return FIVE.stream().filter(node -> !node.name().equals(name)).toList();
    }

    private static Map<String, String> preferred(Collection<NodeFacts> nodes) {
        Map<String, String> preferred = new TreeMap<>();
        for (int i = 0; i < POOLS; i++) {
            preferred.put("pool-" + i, Succession.preferred("pool-" + i, nodes));
        }
        return preferred;
    }

    @Test
    void eachNodeOughtToOwnAboutAsManyPools() {
        Collection<String> owners = preferred(FIVE).values();
        assertThat(FIVE).allSatisfy(node -> assertThat(Collections.frequency(owners, node.name()))
                .as(node.name())
                .isBetween(POOLS * 15 / 100, POOLS * 25 / 100));
    }

    @Test
    void onlyThePoolsOfANodeThatLeavesMove() {
        Map<String, String> before = preferred(FIVE);
        Map<String, String> after = preferred(without("node3"));
        assertThat(after).doesNotContainValue("node3");
        before.values().removeIf("node3"::equals);
        assertThat(after).containsAllEntriesOf(before);
    }

    @Test
    void aNodeThatComesTakesItsShareAndNothingElseMoves() {
        Map<String, String> before = preferred(FIVE);
        Map<String, String> after = preferred(nodes(6));
        assertThat(Collections.frequency(after.values(), "node6")).isBetween(POOLS / 6 * 3 / 4, POOLS / 6 * 5 / 4);
        after.values().removeIf("node6"::equals);
        assertThat(before).containsAllEntriesOf(after);
    }

    @Test
    void aNodeThatDrainsStandsAsLittleAsOneThatIsNotThere() {
        List<NodeFacts> one = new ArrayList<>(without("node3"));
        one.add(node("node3", true));
        assertThat(preferred(one)).isEqualTo(preferred(without("node3")));
    }

    @Test
    void nodesThatDrainStandWhenThereAreNoOthers() {
        List<NodeFacts> all = FIVE.stream().map(node -> node(node.name(), true)).toList();
        assertThat(preferred(all)).isEqualTo(preferred(FIVE));
    }

    @Test
    void withoutNodesThereIsNoSuccessor() {
        assertThat(Succession.preferred("default", List.of())).isNull();
    }

    @Test
    void theOrderInWhichNodesAreReadDoesNotMatter() {
        List<NodeFacts> reversed = new ArrayList<>(FIVE);
        Collections.reverse(reversed);
        assertThat(preferred(reversed)).isEqualTo(preferred(FIVE));
    }

    @Test
    void aServerThatBootsAgainIsTheSame() {
        List<NodeFacts> booted = FIVE.stream()
                .map(node -> new NodeFacts(
                        "new-" + node.id(), node.name(), 1, Set.of(), Map.of("zone", "a"), 9, 1, 1, 0.5, false))
                .toList();
        assertThat(preferred(booted)).isEqualTo(preferred(FIVE));
    }

    /** Nodes that disagree would hand a pool to each other for ever. */
    @Test
    void allVersionsAgree() {
        assertThat(Stream.of("default", "mail", "reports", "night").map(pool -> Succession.preferred(pool, FIVE)))
                .containsExactly("node2", "node4", "node4", "node2");
    }
}
