package dev.takt.core.policy;

import dev.takt.core.node.PoolNode;
import dev.takt.core.task.TaskSpec;
import java.util.Collection;
import java.util.List;

/**
 * On which node a task runs. It chooses among nodes that are eligible, see {@link PoolNode#obstacle}: whatever it
 * chooses is right, and some choices are better. It may keep a turn of its own, but no task waits for a better node.
 */
public interface Placement {
    String name();

    /**
     * Chooses.
     *
     * @param eligible at least one node, always in the same order
     * @param all the pool's nodes, those too that cannot take the task now
     * @return one of the eligible
     */
    PoolNode choose(TaskSpec task, List<PoolNode> eligible, Collection<PoolNode> all);

    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of(
            LeastLoaded.NAME,
            RoundRobin.NAME,
            RandomPlacement.NAME,
            Weighted.NAME,
            LeastUtilised.NAME,
            PowerOfTwo.NAME,
            RendezvousHash.NAME,
            BestFit.NAME,
            Locality.NAME,
            Collocate.NAME,
            Spread.NAME);

    /** @throws IllegalArgumentException with the names that there are */
    static Placement named(String name) {
        return switch (name) {
            case LeastLoaded.NAME -> new LeastLoaded();
            case RoundRobin.NAME -> new RoundRobin();
            case RandomPlacement.NAME -> new RandomPlacement();
            case Weighted.NAME -> new Weighted();
            case LeastUtilised.NAME -> new LeastUtilised();
            case PowerOfTwo.NAME -> new PowerOfTwo();
            case RendezvousHash.NAME -> new RendezvousHash();
            case BestFit.NAME -> new BestFit();
            case Locality.NAME -> new Locality();
            case Collocate.NAME -> new Collocate();
            case Spread.NAME -> new Spread();
            default -> throw new IllegalArgumentException("There is no placement '" + name + "'; there are " + NAMES);
        };
    }
}
