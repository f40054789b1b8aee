package dev.takt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.cluster.Acquaintances.Met;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcquaintancesTest {
    private final Acquaintances<String> nodes = new Acquaintances<>();

    @Test
    void aMemberIsKnownFromItsFirstMessageOn() {
        nodes.see(Set.of("there"));
        assertThat(nodes.isKnown("there")).isFalse();
        assertThat(nodes.meet("there", "node-1")).isEqualTo(new Met.New(null));
        assertThat(nodes.meet("there", "node-1")).isEqualTo(new Met.Known());
        assertThat(nodes.address("node-1")).isEqualTo("there");
    }

    @Test
    void aMessageThatComesAfterItsSenderWasLostDoesNotBringItBack() {
        nodes.see(Set.of("there"));
        nodes.meet("there", "node-1");
        assertThat(nodes.see(Set.of())).containsExactly("node-1");

        assertThat(nodes.meet("there", "node-1")).isEqualTo(new Met.Outsider());
        assertThat(nodes.address("node-1")).isNull();
        assertThat(nodes.isKnown("there")).isFalse();
    }

    @Test
    void whoIsHeardBeforeTheViewThatHasItIsNewWithTheNextMessage() {
        assertThat(nodes.meet("there", "node-1")).isEqualTo(new Met.Outsider());
        assertThat(nodes.see(Set.of("there"))).isEmpty();
        assertThat(nodes.isKnown("there")).as("so it is asked").isFalse();
        assertThat(nodes.meet("there", "node-1")).isEqualTo(new Met.New(null));
    }

    @Test
    void aNewNodeAtAnOldAddressTakesThePlaceOfTheOneBefore() {
        nodes.see(Set.of("there", "elsewhere"));
        nodes.meet("there", "node-1");
        assertThat(nodes.meet("there", "node-2")).isEqualTo(new Met.New("node-1"));
        assertThat(nodes.address("node-1")).isNull();

        nodes.meet("elsewhere", "node-2");
        assertThat(nodes.meet("there", "node-3")).as("node-2 is elsewhere").isEqualTo(new Met.New(null));
        assertThat(nodes.address("node-2")).isEqualTo("elsewhere");
    }
}
