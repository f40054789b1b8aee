package dev.takt.core.policy;

import static dev.takt.core.policy.NodeFarm.node;
import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.takt.core.node.NodeFacts;
import dev.takt.core.node.PoolNode;
import dev.takt.core.pool.Command;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each placement against what its theory promises. */
class PlacementTest {
    private static final int PLENTY = 100_000;

    private static List<TaskSpec> tasks(int count) {
        return tasks(count, Demand.NONE);
    }

    private static List<TaskSpec> tasks(int count, Demand demand) {
        List<TaskSpec> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(aTask().asking(demand).spec());
        }
        return tasks;
    }

    private static Demand resources(int cpuMillis, int memoryMb) {
        return new Demand(0, 0, cpuMillis, memoryMb, null, null, Map.of(), Map.of());
    }

    private static Demand keyed(String key) {
        return new Demand(0, 0, 0, 0, key, null, Map.of(), Map.of());
    }

    private static Demand grouped(String group) {
        return new Demand(0, 0, 0, 0, null, group, Map.of(), Map.of());
    }

    @Test
    void everyNameMakesThePolicyOfThatName() {
        assertThat(Placement.NAMES).hasSize(11).doesNotHaveDuplicates();
        for (String name : Placement.NAMES) {
            assertThat(Placement.named(name).name()).isEqualTo(name);
        }
    }

    @Test
    void roundRobinGivesEqualCountsWhateverComesAndGoes() {
        NodeFarm farm = new NodeFarm(RoundRobin.NAME).with(5, PLENTY);
        assertThat(farm.counts(farm.submit(tasks(1_000))).values()).containsOnly(200);

        farm.decide(new Command.NodeGone("id-n2", true));
        List<Task> afterwards = farm.submit(tasks(400));
        assertThat(farm.counts(afterwards).values()).containsOnly(100);
    }

    @Test
    void weightedNeverStraysFromItsSharesByMoreThanTheNumberOfNodes() {
        int[] weights = {1, 2, 5, 13};
        NodeFarm farm = new NodeFarm(Weighted.NAME);
        for (int i = 0; i < weights.length; i++) {
            farm.with(node("n" + i, PLENTY, weights[i], 0, 0, Map.of()));
        }
        int sum = 21;
        List<Task> placed = new ArrayList<>();
        for (int turn = 1; turn <= 420; turn++) {
            placed.addAll(farm.submit(tasks(1)));
            Map<String, Integer> counts = farm.counts(placed);
            for (int i = 0; i < weights.length; i++) {
                assertThat((double) counts.get("n" + i))
                        .as("turn %d, node %d", turn, i)
                        .isCloseTo(turn * (double) weights[i] / sum, within((double) weights.length));
            }
        }
        assertThat(farm.counts(placed)).isEqualTo(Map.of("n0", 20, "n1", 40, "n2", 100, "n3", 260));
    }

    @Test
    void leastLoadedKeepsNodesWithinOneTaskOfEachOtherInProportionToTheirSlots() {
        NodeFarm farm = new NodeFarm(LeastLoaded.NAME)
                .with(
                        node("small", 10, 1, 0, 0, Map.of()),
                        node("middle", 20, 1, 0, 0, Map.of()),
                        node("large", 40, 1, 0, 0, Map.of()));
        Random random = Seeds.random();
        List<Task> running = new ArrayList<>(farm.submit(tasks(40)));
        for (int i = 0; i < 500; i++) {
            // It cannot move what runs, so all that was placed while others end is only as even as the ends allow:
            // each new task must go where the share is smallest.
            Map<String, Integer> before = farm.counts(running);
            Task started = farm.submit(tasks(1)).get(0);
            double least = Collections.min(
                    List.of(before.get("small") / 10.0, before.get("middle") / 20.0, before.get("large") / 40.0));
            String name = farm.counts(List.of(started)).entrySet().stream()
                    .filter(entry -> entry.getValue() == 1)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            int slots = Map.of("small", 10, "middle", 20, "large", 40).get(name);
            assertThat((double) before.get(name) / slots).as(Seeds.said()).isEqualTo(least);
            running.add(started);
            farm.finish(running.remove(random.nextInt(running.size())));
        }
    }

    @Test
    void leastUtilisedSeesLoadThatIsNotOurs() {
        NodeFacts busy = new NodeFacts("id-busy", "busy", 100, Set.of("noop"), Map.of(), 1, 0, 0, 0.5, false);
        NodeFarm farm = new NodeFarm(LeastUtilised.NAME).with(busy, node("idle", 100, 1, 0, 0, Map.of()));

        assertThat(farm.counts(farm.submit(tasks(50)))).isEqualTo(Map.of("busy", 0, "idle", 50));
        // From half on both are used alike: the busy node's own slots stay below its load.
        assertThat(farm.counts(farm.submit(tasks(20)))).containsEntry("busy", 20);
    }

    @Test
    void leastUtilisedGoesByTheScarcestResource() {
        NodeFarm farm = new NodeFarm(LeastUtilised.NAME)
                .with(node("little", 100, 1, 4_000, 1_000, Map.of()), node("much", 100, 1, 4_000, 9_000, Map.of()));

        assertThat(farm.counts(farm.submit(tasks(10, resources(100, 500))))).isEqualTo(Map.of("little", 1, "much", 9));
    }

    @Test
    void twoChoicesKeepTheFullestNodeAtLogLogWhereOneChoiceReachesLogOverLogLog() {
        int nodes = 1_000;
        int trials = 5;
        double fullestOfOne = 0;
        double fullestOfTwo = 0;
        for (int trial = 0; trial < trials; trial++) {
            fullestOfOne += fullest(new RandomPlacement(), nodes);
            int ofTwo = fullest(new PowerOfTwo(), nodes);
            fullestOfTwo += ofTwo;
            // ln ln n / ln 2, and a constant.
            assertThat((double) ofTwo).isLessThanOrEqualTo(Math.log(Math.log(nodes)) / Math.log(2) + 2);
        }
        double logOverLogLog = Math.log(nodes) / Math.log(Math.log(nodes));
        assertThat(fullestOfOne / trials).isGreaterThan(logOverLogLog);
        assertThat(fullestOfTwo / trials).isLessThan(logOverLogLog);
    }

    /** Throws as many tasks as there are nodes, and tells what the fullest has. */
    private static int fullest(Placement placement, int nodes) {
        List<PoolNode> farm = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            farm.add(new PoolNode(node("n" + i, PLENTY, 1, 0, 0, Map.of())));
        }
        for (TaskSpec spec : tasks(nodes)) {
            placement.choose(spec, farm, farm).add(new Task(spec));
        }
        return farm.stream().mapToInt(PoolNode::running).max().orElseThrow();
    }

    @Test
    void hashMovesOnlyWhatANewNodeTakes() {
        int keys = 4_000;
        NodeFarm farm = new NodeFarm(RendezvousHash.NAME).with(9, PLENTY);
        Map<String, String> before = homes(farm, keys);
        farm.with(node("n9", PLENTY, 1, 0, 0, Map.of()));
        Map<String, String> after = homes(farm, keys);

        List<String> moved = before.keySet().stream()
                .filter(key -> !before.get(key).equals(after.get(key)))
                .toList();
        assertThat(moved).allSatisfy(key -> assertThat(after).containsEntry(key, "id-n9"));
        assertThat((double) moved.size()).isCloseTo(keys / 10.0, within(4 * Math.sqrt(keys * 0.1 * 0.9)));

        farm.decide(new Command.NodeGone("id-n3", true));
        Map<String, String> without = homes(farm, keys);
        assertThat(after.keySet().stream().filter(key -> !after.get(key).equals(without.get(key))))
                .allSatisfy(key -> assertThat(after).containsEntry(key, "id-n3"));
        Map<String, Integer> heirs = new TreeMap<>();
        after.forEach((key, home) -> {
            if (home.equals("id-n3")) {
                heirs.merge(without.get(key), 1, Integer::sum);
            }
        });
        // What a lost node had goes to all others alike.
        assertThat(heirs).hasSize(9);
        assertThat(NodeFarm.jain(heirs)).isGreaterThan(0.96);
    }

    @Test
    void aRestartedServerKeepsItsKeys() {
        NodeFarm farm = new NodeFarm(RendezvousHash.NAME).with(4, PLENTY);
        Map<String, String> before = homes(farm, 1_000);
        farm.decide(new Command.NodeGone("id-n1", true));
        farm.with(new NodeFacts("new-id", "n1", PLENTY, Set.of("noop"), Map.of(), 1, 0, 0, 0, false));

        before.replaceAll((key, home) -> home.equals("id-n1") ? "new-id" : home);
        assertThat(homes(farm, 1_000)).isEqualTo(before);
    }

    @Test
    void aKeyWhoseNodeIsFullGoesToTheNextInItsOrder() {
        NodeFarm farm = new NodeFarm(RendezvousHash.NAME).with(3, 2);
        List<String> places =
                farm.submit(tasks(6, keyed("k"))).stream().map(Task::node).toList();

        assertThat(places).hasSize(6);
        assertThat(places.get(0)).isEqualTo(places.get(1));
        assertThat(Set.copyOf(places)).hasSize(3);
    }

    private static Map<String, String> homes(NodeFarm farm, int keys) {
        Map<String, String> homes = new TreeMap<>();
        for (int i = 0; i < keys; i++) {
            Task task = farm.submit(tasks(1, keyed("key-" + i))).get(0);
            homes.put("key-" + i, task.node());
            farm.finish(task);
        }
        return homes;
    }

    @Test
    void bestFitLeavesRoomForLargeTasksWhereSpreadingLeavesNone() {
        assertThat(largeTasksThatFit(BestFit.NAME)).isEqualTo(6);
        assertThat(largeTasksThatFit(Spread.NAME)).isZero();
        assertThat(largeTasksThatFit(LeastLoaded.NAME)).isZero();
    }

    private static int largeTasksThatFit(String placement) {
        NodeFarm farm = new NodeFarm(placement);
        for (int i = 0; i < 8; i++) {
            farm.with(node("n" + i, 64, 1, 4_000, 8_192, Map.of()));
        }
        assertThat(farm.submit(tasks(16, resources(500, 1_024)))).hasSize(16);
        return farm.submit(tasks(8, resources(4_000, 8_192))).size();
    }

    @Test
    void bestFitNeedsAtMostSeventeenTenthsOfTheFewestNodes() {
        Random random = Seeds.random();
        for (int trial = 0; trial < 10; trial++) {
            NodeFarm farm = new NodeFarm(BestFit.NAME);
            for (int i = 0; i < 100; i++) {
                farm.with(node("n" + i, PLENTY, 1, 1_000, 0, Map.of()));
            }
            int asked = 0;
            List<Task> placed = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                int cpu = 50 + random.nextInt(600);
                asked += cpu;
                placed.addAll(farm.submit(tasks(1, resources(cpu, 0))));
            }
            long used = farm.counts(placed).values().stream()
                    .filter(count -> count > 0)
                    .count();
            assertThat(placed).hasSize(120);
            assertThat(used).as(Seeds.said()).isLessThanOrEqualTo((long) (1.7 * Math.ceil(asked / 1_000.0)));
        }
    }

    @Test
    void localityTakesTheNodeWithMostOfTheLabelsAndElseAnyOther() {
        Demand demand = new Demand(0, 0, 0, 0, null, null, Map.of(), Map.of("zone", "a", "disk", "ssd"));
        NodeFarm farm = new NodeFarm(Locality.NAME)
                .with(
                        node("none", 2, 1, 0, 0, Map.of("zone", "b")),
                        node("one", 2, 1, 0, 0, Map.of("zone", "a", "disk", "hdd")),
                        node("both", 2, 1, 0, 0, Map.of("zone", "a", "disk", "ssd")));

        assertThat(farm.submit(tasks(6, demand)).stream().map(Task::node))
                .containsExactly("id-both", "id-both", "id-one", "id-one", "id-none", "id-none");
    }

    @Test
    void collocateFillsOneNodeWithAGroupBeforeTheNext() {
        NodeFarm farm = new NodeFarm(Collocate.NAME).with(4, 8);
        List<TaskSpec> specs = new ArrayList<>();
        specs.addAll(tasks(8, grouped("a")));
        specs.addAll(tasks(8, grouped("b")));
        specs.addAll(tasks(8, grouped("c")));
        Collections.shuffle(specs, Seeds.random());
        List<Task> placed = farm.submit(specs);

        for (String group : List.of("a", "b", "c")) {
            List<Task> members = placed.stream()
                    .filter(task -> group.equals(task.spec().demand().group()))
                    .toList();
            assertThat(members.stream().map(Task::node).distinct())
                    .as(group + " " + Seeds.said())
                    .hasSize(1);
        }
    }

    @Test
    void spreadKeepsEveryGroupEvenOverNodesAndZones() {
        NodeFarm farm = new NodeFarm(Spread.NAME);
        for (int i = 0; i < 6; i++) {
            farm.with(node("n" + i, 100, 1, 0, 0, Map.of("zone", "z" + i / 2)));
        }
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            specs.addAll(tasks(9, grouped("g" + i)));
        }
        Collections.shuffle(specs, Seeds.random());
        List<Task> placed = farm.submit(specs);

        for (int i = 0; i < 5; i++) {
            String group = "g" + i;
            List<Task> members = placed.stream()
                    .filter(task -> group.equals(task.spec().demand().group()))
                    .toList();
            assertThat(farm.counts(members).values()).as(Seeds.said()).containsOnly(1, 2);
            Map<Integer, Integer> zones = new TreeMap<>();
            members.forEach(task -> zones.merge((task.node().charAt(4) - '0') / 2, 1, Integer::sum));
            assertThat(zones.values())
                    .as("zones of %s, %s", group, Seeds.said())
                    .containsOnly(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RoundRobin.NAME,
                LeastLoaded.NAME,
                LeastUtilised.NAME,
                PowerOfTwo.NAME,
                Weighted.NAME,
                RandomPlacement.NAME,
                RendezvousHash.NAME,
                Spread.NAME
            })
    void theBalancingOnesShareEquallyByJainsIndex(String placement) {
        NodeFarm farm = new NodeFarm(placement).with(10, PLENTY);

        assertThat(NodeFarm.jain(farm.counts(farm.submit(tasks(10_000))))).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @ValueSource(strings = {RandomPlacement.NAME, PowerOfTwo.NAME, RendezvousHash.NAME, Weighted.NAME})
    void theSameCommandsGiveTheSameChoices(String placement) {
        List<TaskSpec> specs = tasks(500);
        NodeFarm one = new NodeFarm(placement).with(7, PLENTY);
        NodeFarm other = new NodeFarm(placement).with(7, PLENTY);

        assertThat(one.submit(specs).stream().map(Task::node))
                .containsExactlyElementsOf(
                        other.submit(specs).stream().map(Task::node).toList());
    }

    @Test
    void thePlacementChangesWhileThePoolRuns() {
        NodeFarm farm = new NodeFarm(RoundRobin.NAME).with(4, PLENTY);
        assertThat(farm.counts(farm.submit(tasks(8, grouped("g")))).values()).containsOnly(2);

        farm.place(Collocate.NAME);
        assertThat(farm.counts(farm.submit(tasks(8, grouped("g")))).values()).containsOnly(0, 8);
        farm.place(Spread.NAME);
        assertThat(farm.counts(farm.submit(tasks(18, grouped("g")))).values()).containsOnly(0, 6);
    }
}
