package dev.takt.web.api;

import dev.takt.api.TaktException;
import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.core.node.Obstacle;
import dev.takt.core.pool.Waiting;
import dev.takt.core.task.Demand;
import dev.takt.record.TaskDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why no node ever takes a task as things are, for the API and the console.
 *
 * @param reason the word for programs, one of those that the core has for it
 * @param sentence what is to blame, and what can be done
 */
public record Hindrance(Waiting.Reason reason, String sentence) {
    private static final double MILLIS_PER_CORE = 1_000;

    /** Empty when the task does not stand in line, when some node takes such tasks, or when that cannot be found out now. */
    public static Optional<Hindrance> of(TaskDetail task, Nodes nodes) {
        if (task.summary().state() != TaskState.READY) {
            return Optional.empty();
        }
        try {
            String handler = task.summary().handler();
            return of(nodes.obstacle(handler, task.demand()), handler, task.demand());
        } catch (TaktException.Busy databaseOutOfReach) {
            return Optional.empty();
        }
    }

    static Optional<Hindrance> of(Obstacle obstacle, String handler, Demand demand) {
        String sentence = sentence(obstacle, handler, demand);
        return Optional.ofNullable(reason(obstacle)).map(reason -> new Hindrance(reason, sentence));
    }

    private static Waiting.Reason reason(Obstacle obstacle) {
        return switch (obstacle) {
            case NO_HANDLER -> Waiting.Reason.NO_NODE_HAS_HANDLER;
            case NO_LABELS -> Waiting.Reason.NO_NODE_WITH_LABELS;
            case DEMAND_TOO_LARGE -> Waiting.Reason.DEMAND_TOO_LARGE;
            case DRAINING -> Waiting.Reason.NODES_DRAINING;
            case RESOURCES_IN_USE, NO_FREE_SLOT, NONE -> null;
        };
    }

    private static String sentence(Obstacle obstacle, String handler, Demand demand) {
        return switch (obstacle) {
            case NO_HANDLER -> "No node has the handler '" + handler + "'; deploy what brings it, or cancel the task.";
            case NO_LABELS ->
                "No node that has the handler '" + handler + "' has the labels that the task requires ("
                        + labels(demand.nodeLabels()) + "); give a node these labels, or cancel the task.";
            case DEMAND_TOO_LARGE ->
                "The task asks for " + resources(demand) + ", which is more than any node"
                        + (demand.nodeLabels().isEmpty() ? "" : " with its labels")
                        + " has; add a larger node, or cancel the task.";
            case DRAINING ->
                "The nodes that could run it are draining and take no new tasks; activate one of them, or add a node.";
            case RESOURCES_IN_USE, NO_FREE_SLOT, NONE -> null;
        };
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String resources(Demand demand) {
        List<String> asked = new ArrayList<>();
        if (demand.cpuMillis() > 0) {
            double cores = demand.cpuMillis() / MILLIS_PER_CORE;
            asked.add((cores == Math.rint(cores) ? Long.toString((long) cores) : Double.toString(cores)) + " CPU");
        }
        if (demand.memoryMb() > 0) {
            asked.add(demand.memoryMb() + " MB");
        }
        return String.join(" and ", asked);
    }
}
