package dev.takt.core.policy;

import static dev.takt.core.pool.Specs.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.Ticket;
import dev.takt.core.pool.Waiting.Reason;
import dev.takt.core.task.Demand;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pools under every placement, checked by a second, plainer account of what each node holds: a task never runs
 * where it may not, none waits that could run, and the reason that is given for waiting is the true one.
 */
class EligibilityTest {
    private static final int STORIES = 300;
    private static final int ROUNDS = 40;

    static List<String> placements() {
        return Placement.NAMES;
    }

    @ParameterizedTest
    @MethodSource("placements")
    void noTaskRunsWhereItMayNotAndNoneWaitsThatCouldRun(String placement) {
        for (long story = 0; story < STORIES; story++) {
            new Story(placement, Seeds.SEED + story).tell();
        }
    }

    /** One random pool; its seed is in every failure. */
    private static final class Story {
        private final String said;
        private final Random random;
        private final NodeFarm farm;
        private final Map<String, NodeFacts> nodes = new LinkedHashMap<>();
        private final Map<UUID, Task> running = new HashMap<>();
        private final List<Task> waiting = new ArrayList<>();

        Story(String placement, long seed) {
            this.said = placement + " -Dseed=" + seed;
            this.random = new Random(seed);
            this.farm = new NodeFarm(placement);
        }

        void tell() {
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                nodeSpeaks("node-" + i);
            }
            for (int round = 0; round < ROUNDS; round++) {
                switch (random.nextInt(8)) {
                    case 0 -> nodeSpeaks("node-" + (1 + random.nextInt(5)));
                    case 1, 2, 3 -> finishOne();
                    default -> submitOne();
                }
                noneWaitsThatCouldRun();
            }
        }

        /** A node comes, or changes in any way: also below what it runs. */
        private void nodeSpeaks(String id) {
            NodeFacts facts = new NodeFacts(
                    id,
                    id,
                    random.nextInt(5),
                    random.nextInt(4) == 0 ? Set.of("noop") : Set.of("noop", "mail"),
                    Map.of("zone", random.nextBoolean() ? "a" : "b"),
                    1 + random.nextInt(4),
                    random.nextInt(4_001),
                    random.nextInt(2_001),
                    random.nextDouble(),
                    random.nextInt(6) == 0);
            nodes.put(id, facts);
            started(farm.decide(new Command.NodeUp(facts)).started());
        }

        private void submitOne() {
            Demand demand = new Demand(
                    0,
                    0,
                    random.nextInt(3) == 0 ? random.nextInt(4_500) : 0,
                    random.nextInt(3) == 0 ? random.nextInt(2_300) : 0,
                    random.nextBoolean() ? null : "k" + random.nextInt(5),
                    random.nextBoolean() ? null : "g" + random.nextInt(3),
                    random.nextInt(3) == 0 ? Map.of("zone", random.nextBoolean() ? "a" : "c") : Map.of(),
                    random.nextInt(3) == 0 ? Map.of("zone", "b") : Map.of());
            TaskSpec spec = aTask().handledBy(random.nextInt(3) == 0 ? "mail" : "noop")
                    .asking(demand)
                    .spec();
            Decision decision = farm.decide(new Command.Submit(List.of(spec), Ticket.NONE));
            waiting.addAll(decision.inserted());
            started(decision.started());
        }

        private void finishOne() {
            if (!running.isEmpty()) {
                Task ended = List.copyOf(running.values()).get(random.nextInt(running.size()));
                running.remove(ended.id());
                started(farm.finish(ended));
            }
        }

        private void started(List<Task> tasks) {
            for (Task task : tasks) {
                assertThat(obstacle(task, nodes.get(task.node())))
                        .as("%s: task %s on %s", said, task.spec().demand(), nodes.get(task.node()))
                        .isNull();
                running.put(task.id(), task);
            }
            waiting.removeIf(task -> task.state() == TaskState.RUNNING);
        }

        private void noneWaitsThatCouldRun() {
            for (Task task : waiting) {
                Reason nearest = Reason.NO_NODE_HAS_HANDLER;
                for (NodeFacts node : nodes.values()) {
                    Reason obstacle = obstacle(task, node);
                    assertThat(obstacle)
                            .as("%s: %s waits, and %s could run it", said, task.spec(), node)
                            .isNotNull();
                    nearest = obstacle.compareTo(nearest) > 0 ? obstacle : nearest;
                }
                assertThat(farm.machine().whyWaiting(task.id()).orElseThrow().reason())
                        .as(said)
                        .isEqualTo(nearest);
            }
        }

        /** What keeps a task from a node, told by looking at all that runs; null when nothing does. */
        private Reason obstacle(Task task, NodeFacts node) {
            Demand asked = task.spec().demand();
            if (!node.handlers().contains(task.spec().handler())) {
                return Reason.NO_NODE_HAS_HANDLER;
            }
            if (!node.labels().entrySet().containsAll(asked.nodeLabels().entrySet())) {
                return Reason.NO_NODE_WITH_LABELS;
            }
            if (asked.cpuMillis() > node.cpuMillis() || asked.memoryMb() > node.memoryMb()) {
                return Reason.DEMAND_TOO_LARGE;
            }
            if (node.draining()) {
                return Reason.NODES_DRAINING;
            }
            int tasks = 0;
            int cpu = 0;
            int memory = 0;
            for (Task other : running.values()) {
                if (other.node().equals(node.id())) {
                    tasks++;
                    cpu += other.spec().demand().cpuMillis();
                    memory += other.spec().demand().memoryMb();
                }
            }
            boolean cpuFits = asked.cpuMillis() == 0 || cpu + asked.cpuMillis() <= node.cpuMillis();
            boolean memoryFits = asked.memoryMb() == 0 || memory + asked.memoryMb() <= node.memoryMb();
            if (!cpuFits || !memoryFits) {
                return Reason.RESOURCES_IN_USE;
            }
            return tasks < node.slots() ? null : Reason.NO_FREE_SLOT;
        }
    }
}
