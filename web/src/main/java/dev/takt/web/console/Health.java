package dev.takt.web.console;

import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.own.Pools;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The sentence in the head of each page: how Takt is, and what to look at if it is not well.
 *
 * @param level GOOD, ATTENTION when a person should look, BAD when work stands still
 * @param sentence one or two sentences
 */
public record Health(Level level, String sentence) {
    /** How bad it is. */
    public enum Level {
        GOOD,
        ATTENTION,
        BAD
    }

    /** The class that colours the sentence. */
    public String tone() {
        return level.name().toLowerCase(Locale.ENGLISH);
    }

    /** Judges a picture; the worst thing is said first, and alone. */
    static Health of(Snapshot.Picture picture) {
        if (picture.problem() != null) {
            return new Health(Level.BAD, picture.problem());
        }
        List<Nodes.NodeView> present =
                picture.nodes().stream().filter(Nodes.NodeView::isPresent).toList();
        if (present.isEmpty()) {
            return new Health(Level.BAD, "No node is there; nothing runs until one reports.");
        }
        if (present.stream().noneMatch(n -> n.state().equals(Nodes.ACTIVE))) {
            return new Health(Level.BAD, "All nodes drain; nothing starts until one is activated.");
        }
        List<String> orphans = picture.pools().stream()
                .filter(p -> p.owner() == null)
                .map(Pools.PoolView::name)
                .toList();
        if (!orphans.isEmpty()) {
            return new Health(Level.BAD, "Nobody owns pool " + String.join(", ", orphans) + "; its tasks wait.");
        }
        int stuck = present.stream().mapToInt(Nodes.NodeView::stuck).sum();
        if (stuck > 0) {
            return new Health(
                    Level.ATTENTION,
                    stuck + (stuck == 1 ? " slot is" : " slots are")
                            + " held by handlers that ignore being stopped; see Nodes.");
        }
        List<Pools.QueueView> held = picture.queues().stream()
                .filter(q -> q.paused() && q.waiting() > 0)
                .toList();
        if (!held.isEmpty()) {
            return new Health(Level.ATTENTION, heldBack(held));
        }
        return new Health(Level.GOOD, allWell(picture, present.size()));
    }

    private static String heldBack(List<Pools.QueueView> held) {
        String names = held.stream().map(Pools.QueueView::name).collect(Collectors.joining(", "));
        long waiting = held.stream().mapToLong(Pools.QueueView::waiting).sum();
        return String.format(
                Locale.ENGLISH,
                "%s %s paused; %,d %s there.",
                names,
                held.size() == 1 ? "is" : "are",
                waiting,
                waiting == 1 ? "task waits" : "tasks wait");
    }

    private static String allWell(Snapshot.Picture picture, int nodes) {
        long running = picture.stats().live().getOrDefault(TaskState.RUNNING, 0L);
        long ready = picture.stats().live().getOrDefault(TaskState.READY, 0L);
        return String.format(
                Locale.ENGLISH,
                "All well: %d %s, %,d running, %,d ready.",
                nodes,
                nodes == 1 ? "node" : "nodes",
                running,
                ready);
    }
}
