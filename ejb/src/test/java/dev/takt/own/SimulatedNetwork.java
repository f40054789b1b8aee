package dev.takt.own;

import dev.takt.cluster.Courier;
import dev.takt.cluster.Message;
import dev.takt.cluster.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is between the nodes: messages that get lost, come late, twice or in another order, and a group of which each node
 * has its own idea at its own time.
 */
final class SimulatedNetwork {
    private static final long LATENCY_NANOS = Timeline.MILLI;

    private final Timeline timeline;
    private final Weather weather;
    private final boolean marshals;
    private final Map<String, SimulatedNode> nodes = new HashMap<>();
    private final Set<SimulatedNode> order = new LinkedHashSet<>();
    private Set<String> island = Set.of();

    /** @param marshals whether messages are written and read as between real nodes, which takes most of the time */
    SimulatedNetwork(Timeline timeline, Weather weather, boolean marshals) {
        this.timeline = timeline;
        this.weather = weather;
        this.marshals = marshals;
    }

    void join(SimulatedNode node) {
        nodes.put(node.id(), node);
        order.add(node);
        changed(0, 300 * Timeline.MILLI);
    }

    /** These servers are cut off from the others; with none the network is whole again. */
    void separate(Set<String> names) {
        island = names;
        timeline.tell("net", names.isEmpty() ? "whole again" : "%s are cut off", names);
        changed(100 * Timeline.MILLI, 4 * Timeline.SECOND);
    }

    private boolean connects(SimulatedNode one, SimulatedNode other) {
        return island.contains(one.name()) == island.contains(other.name());
    }

    /** The group has changed, which each node learns within these times. */
    void changed(long soonest, long latest) {
        for (SimulatedNode node : order) {
            if (node.isAlive()) {
                timeline.after(
                        timeline.between(soonest, latest),
                        () -> node.run(() -> node.courier().see(visibleFrom(node))));
            }
        }
    }

    private Set<String> visibleFrom(SimulatedNode node) {
        Set<String> visible = new TreeSet<>();
        for (SimulatedNode other : order) {
            if (other != node && other.isAlive() && !other.isSuspected() && connects(node, other)) {
                visible.add(other.id());
            }
        }
        return visible;
    }

    /** A node takes another for lost for a while, for no reason. */
    void suspectFalsely(SimulatedNode node) {
        Set<String> visible = visibleFrom(node);
        List<String> others = new ArrayList<>(visible);
        if (!others.isEmpty()) {
            visible.remove(others.get(timeline.random().nextInt(others.size())));
            node.run(() -> node.courier().see(visible));
            timeline.after(
                    timeline.between(Timeline.SECOND, 4 * Timeline.SECOND),
                    () -> node.run(() -> node.courier().see(visibleFrom(node))));
        }
    }

    private void transmit(SimulatedNode from, String to, Message message) {
        SimulatedNode receiver = nodes.get(to);
        if (!connects(from, receiver) || timeline.chance(weather.loss)) {
            timeline.tell(from.name(), "to %s, lost: %s", receiver.name(), message);
            return;
        }
        Message carried = marshals ? Wire.carried(from.id(), message) : message;
        int copies = timeline.chance(weather.duplication) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long late = timeline.chance(weather.delay) ? timeline.upTo(weather.delayNanos) : 0;
            timeline.after(
                    LATENCY_NANOS / 10 + timeline.upTo(LATENCY_NANOS) + late,
                    () -> receiver.run(() -> {
                        timeline.tell(receiver.name(), "hears from %s: %s", from.name(), message);
                        receiver.courier().receive(from.id(), carried);
                    }));
        }
    }

    /** A node's end of the network, as {@link dev.takt.cluster.Group} is. */
    final class End implements Courier {
        private final SimulatedNode self;
        private final Set<String> members = new TreeSet<>();
        private final Set<String> introduced = new HashSet<>();

        End(SimulatedNode self) {
            this.self = self;
        }

        void see(Set<String> view) {
            List<String> lost =
                    members.stream().filter(member -> !view.contains(member)).toList();
            if (lost.isEmpty() && view.equals(members)) {
                return;
            }
            timeline.tell(self.name(), "sees %d others, lost %d", view.size(), lost.size());
            introduced.removeAll(lost);
            members.clear();
            members.addAll(view);
            sendToAll(new Message.Here(self.name(), false));
            lost.forEach(self::lost);
            self.groupChanged();
        }

        /** Asks those who they are that have not said so. */
        void askForIntroductions() {
            for (String member : members) {
                if (!introduced.contains(member)) {
                    transmit(self, member, new Message.Here(self.name(), true));
                }
            }
        }

        void receive(String from, Message message) {
            boolean asked = message instanceof Message.Here here && here.wantsAnswer();
            if (introduced.add(from) || asked) {
                send(from, new Message.Here(self.name(), false));
            }
            self.hear(from, message);
        }

        @Override
        public boolean send(String node, Message message) {
            if (!introduced.contains(node) || !members.contains(node)) {
                return false;
            }
            transmit(self, node, message);
            return true;
        }

        @Override
        public void sendToAll(Message message) {
            for (String member : members) {
                transmit(self, member, message);
            }
        }

        @Override
        public boolean reaches(String node) {
            return introduced.contains(node);
        }
    }
}
