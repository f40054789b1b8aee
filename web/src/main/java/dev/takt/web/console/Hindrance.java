package dev.takt.web.console;

import dev.takt.api.TaktException;
import dev.takt.cluster.Nodes;
import dev.takt.core.node.Obstacle;
import dev.takt.core.task.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says why no node ever takes a task as things are, and what would have to change. */
final class Hindrance {
    private static final double MILLIS_PER_CORE = 1_000;

    private Hindrance() {}

    /** A sentence; null when some node takes such tasks, or when that cannot be found out now. */
    static String sentence(Nodes nodes, String handler, Demand demand) {
        try {
            return sentence(nodes.obstacle(handler, demand), handler, demand);
        } catch (TaktException.Busy databaseOutOfReach) {
            return null;
        }
    }

    static String sentence(Obstacle obstacle, String handler, Demand demand) {
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
