package dev.takt.web.console;

import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.own.Pools;
import dev.takt.record.TaskSummary;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The first page, and what the head of every page shows. */
@Named
@RequestScoped
public class Overview {
    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    private Snapshot.Picture picture;

    /**
     * One state of the rail.
     *
     * @param count how many: now for states of life, in the last hour for ends
     */
    public record StateCount(TaskState state, long count) {}

    @PostConstruct
    void look() {
        picture = snapshot.now();
    }

    public Health getHealth() {
        return Health.of(picture);
    }

    public Instant getTakenAt() {
        return picture.takenAt();
    }

    public boolean isKnown() {
        return picture.problem() == null;
    }

    /** The states of life, in its order, with how many tasks are in each now. */
    public List<StateCount> getLive() {
        return counts(picture.stats().live(), false);
    }

    /** The ends, with how many tasks came to each within the last hour. */
    public List<StateCount> getEndedLastHour() {
        return counts(picture.stats().endedLastHour(), true);
    }

    public double getStartsPerSecond() {
        return picture.stats().startsPerSecond();
    }

    /** Of the tasks that ended by themselves in the last hour, how many per cent ended well; null when none ended. */
    public Double getSuccessPercent() {
        Map<TaskState, Long> ended = picture.stats().endedLastHour();
        long good = ended.getOrDefault(TaskState.SUCCEEDED, 0L);
        long bad = ended.getOrDefault(TaskState.FAILED, 0L) + ended.getOrDefault(TaskState.TIMED_OUT, 0L);
        return good + bad == 0 ? null : Math.floor(1000.0 * good / (good + bad)) / 10;
    }

    public Throughput getThroughput() {
        return Throughput.of(picture.lastHour(), viewer.getZone());
    }

    public List<Pools.QueueView> getQueues() {
        return picture.queues();
    }

    public List<Pools.PoolView> getPools() {
        return picture.pools();
    }

    public List<Nodes.NodeView> getNodes() {
        return picture.nodes();
    }

    /** The name of a node that is still known, else the id that the record has. */
    public String node(String id) {
        return picture.nodes().stream()
                .filter(node -> node.id().equals(id))
                .map(Nodes.NodeView::name)
                .findFirst()
                .orElse(id);
    }

    public List<TaskSummary> getFailures() {
        return picture.failures();
    }

    /** How many tasks there have ever been: zero asks for the page that says how to begin. */
    public boolean isUntouched() {
        return isKnown()
                && Stream.of(
                                picture.stats().live(),
                                picture.stats().ended(),
                                picture.stats().endedLastHour())
                        .flatMap(counts -> counts.values().stream())
                        .allMatch(count -> count == 0);
    }

    private static List<StateCount> counts(Map<TaskState, Long> counts, boolean ended) {
        return Stream.of(TaskState.values())
                .filter(state -> state.isFinal() == ended)
                .map(state -> new StateCount(state, counts.getOrDefault(state, 0L)))
                .toList();
    }
}
