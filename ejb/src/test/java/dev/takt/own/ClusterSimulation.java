package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.cluster.Message;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptOutcome;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Demand;
import dev.takt.own.Weather.Fault;
import dev.takt.record.NodeRows;
import dev.takt.work.SimulatedWorker.Performance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cluster in one thread, from one seed: nodes with production's owners, machines, doors and reports; a simulated record,
 * network and time, and everything going wrong with them; then all is well again, and everything must drain.
 */
final class ClusterSimulation {
    static final List<String> HANDLERS = List.of("quick", "long", "flaky", "slices", "stuck");

    /** One seed in so many has its messages written and read as between real nodes: most of its time goes there. */
    private static final int MARSHALLED_ONE_IN = 5;

    /** After so much good weather triggers fire in time: the last to boot have the time of a lease, of a wrong clock, and more. */
    private static final long CALM_NANOS = 20 * Timeline.SECOND;

    /** How long a frozen node stays so at the most, and a little more. */
    private static final long THAW_NANOS = 12 * Timeline.SECOND;

    /** How soon a server boots again that went down though all is well: it had been told to stop before. */
    private static final long KEEP_UP_NANOS = 5 * Timeline.SECOND;

    /** How long it may take until everything is done once all is well: tasks of seconds, retries, takeovers. */
    private static final long DRAIN_MAX_NANOS = 180 * Timeline.SECOND;

    /** How long owners and workers may speak about what has ended: more than the interval of taking stock. */
    private static final long SETTLE_NANOS = 8 * Timeline.SECOND;

    private final Mutation mutation;
    private final Timeline timeline;
    private final Weather weather;
    private final Invariants invariants;
    private final SimulatedDatabase database;
    private final SimulatedSettings settings;
    private final Starts starts;
    private final SimulatedNetwork network;
    private final SimulatedClients clients;
    private final List<SimulatedNode> servers = new ArrayList<>();
    private final List<SimulatedHardware> hardware = new ArrayList<>();
    private final List<String> pools = new ArrayList<>();
    private boolean calm;
    private long databaseDownUntil = Long.MIN_VALUE / 2;
    private long databaseDownFrom = Long.MIN_VALUE / 2;

    ClusterSimulation(long seed, Mutation mutation, Timeline timeline) {
        this.mutation = mutation;
        this.timeline = timeline;
        this.weather = Weather.of(timeline.random());
        this.invariants = new Invariants(timeline);
        this.database = new SimulatedDatabase(timeline, invariants, mutation);
        this.settings = new SimulatedSettings(database, timeline);
        this.starts = new Starts(database, timeline, invariants);
        this.network = new SimulatedNetwork(timeline, weather, seed % MARSHALLED_ONE_IN == 0);
        this.clients = new SimulatedClients(this);
        invariants.watch(database);
    }

    /**
     * Runs it.
     *
     * @throws Timeline.Violation when something does not hold
     */
    void run() {
        Random random = timeline.random();
        makePools(1 + random.nextInt(3));
        int nodes = 2 + random.nextInt(6);
        for (int n = 0; n < nodes; n++) {
            servers.add(null);
            hardware.add(SimulatedHardware.of(random, "n" + n));
            bootIn(timeline.upTo(2 * Timeline.SECOND), n);
        }
        long stormy = timeline.between(4 * Timeline.SECOND, 25 * Timeline.SECOND);
        clients.begin(stormy);
        blow();
        timeline.after(stormy, this::clearUp);
        timeline.after(stormy + CALM_NANOS, database.triggers::end);
        timeline.runUntil(stormy + CALM_NANOS + 1);
        awaitDrain();
        timeline.runUntil(timeline.now() + SETTLE_NANOS);
        invariants.whatIsLeft(alive());
        invariants.afterwards(alive());
    }

    private void makePools(int count) {
        Random random = timeline.random();
        for (int n = 0; n < count; n++) {
            String pool = "p" + n;
            pools.add(pool);
            settings.make(pool);
            database.leases.put(pool, new SimulatedDatabase.LeaseState());
            for (int trigger = random.nextInt(3); trigger > 0; trigger--) {
                database.triggers.set(pool, pool + "-t" + trigger);
            }
        }
    }

    private void bootIn(long nanos, int server) {
        timeline.after(nanos, () -> boot(server));
    }

    private void boot(int server) {
        SimulatedNode before = servers.get(server);
        if (before == null || !before.isAlive()) {
            long skew = timeline.between(-3 * Timeline.SECOND, 3 * Timeline.SECOND);
            double rate = 1 + timeline.between(-50, 50) / 10_000.0;
            int slots = 1 + timeline.random().nextInt(5);
            SimulatedNode node = new SimulatedNode(this, "n" + server, hardware.get(server), skew, rate, slots);
            servers.set(server, node);
            node.boot();
        }
    }

    // ---- what goes wrong

    private void blow() {
        if (calm) {
            return;
        }
        for (Fault fault : Fault.values()) {
            if (timeline.chance(weather.faults[fault.ordinal()])) {
                timeline.after(timeline.upTo(Timeline.SECOND), () -> befall(fault));
            }
        }
        timeline.after(Timeline.SECOND, this::blow);
    }

    private void befall(Fault fault) {
        SimulatedNode node = anyNode();
        if (calm || node == null) {
            return;
        }
        long nanos = timeline.upTo(10 * Timeline.SECOND);
        int server = servers.indexOf(node);
        switch (fault) {
            case CRASH -> {
                node.kill();
                bootIn(nanos, server);
            }
            case STOP -> {
                node.stop();
                bootIn(nanos, server);
                bootIn(nanos + 10 * Timeline.SECOND, server);
            }
            case PAUSE -> node.pause(nanos);
            case PARTITION -> {
                Set<String> island = new TreeSet<>();
                servers.stream()
                        .filter(one -> one != null && timeline.random().nextBoolean())
                        .forEach(one -> island.add(one.name()));
                network.separate(island);
                timeline.after(nanos, () -> network.separate(Set.of()));
            }
            case DATABASE_UNREACHABLE_FOR_ONE -> {
                node.cutOffDatabase(true);
                timeline.after(nanos, () -> node.cutOffDatabase(false));
            }
            case DATABASE_DOWN -> {
                timeline.tell("db", "is down for %.3f s", nanos / 1e9);
                if (timeline.now() > databaseDownUntil + Timeline.SECOND) {
                    databaseDownFrom = timeline.now();
                }
                databaseDownUntil = timeline.now() + nanos;
            }
            case DRAIN -> {
                SimulatedNode teller = anyNode();
                teller.drain(node, true);
                timeline.after(nanos, () -> anyOr(teller).drain(node, false));
            }
            case HANDLERS -> {
                Set<String> some = new TreeSet<>(HANDLERS);
                some.removeIf(handler -> timeline.random().nextBoolean());
                node.deploy(some);
                timeline.after(nanos, () -> node.deploy(new TreeSet<>(HANDLERS)));
            }
            case SETTINGS -> {
                settings.change();
                // Now and then nobody hears of it.
                if (timeline.random().nextInt(3) != 0) {
                    node.settingsChanged();
                }
            }
            case TRIGGERS -> {
                database.triggers.change(anyPool());
                if (timeline.random().nextInt(3) != 0) {
                    node.triggersChanged();
                }
            }
            case SUSPICION -> network.suspectFalsely(node);
        }
    }

    private SimulatedNode anyOr(SimulatedNode other) {
        SimulatedNode any = anyNode();
        return any == null ? other : any;
    }

    private void clearUp() {
        timeline.tell("-", "All is well from now on.");
        calm = true;
        weather.clearUp();
        databaseDownUntil = Math.min(databaseDownUntil, timeline.now());
        settings.resume();
        for (int server = 0; server < servers.size(); server++) {
            SimulatedNode node = servers.get(server);
            if (node != null && node.isAlive()) {
                node.cutOffDatabase(false);
                node.deploy(new TreeSet<>(HANDLERS));
            }
        }
        network.separate(Set.of());
        timeline.after(THAW_NANOS, () -> {
            // Whoever was frozen when the weather changed.
            alive().forEach(node -> node.deploy(new TreeSet<>(HANDLERS)));
            database.nodes.values().forEach(node -> node.draining = false);
            network.changed(0, Timeline.SECOND);
        });
        keepUp();
    }

    /** Boots whoever is down: some tasks can run nowhere else. */
    private void keepUp() {
        for (int server = 0; server < servers.size(); server++) {
            boot(server);
        }
        timeline.after(KEEP_UP_NANOS, this::keepUp);
    }

    private void awaitDrain() {
        long until = timeline.now() + DRAIN_MAX_NANOS;
        while (timeline.now() < until && (clients.unanswered() > 0 || !invariants.isDrained(alive()))) {
            timeline.runUntil(timeline.now() + Timeline.SECOND);
        }
    }

    // ---- what the parts ask

    /** How a handler's call goes. */
    Performance performance(Assignment assignment) {
        String token = String.valueOf(assignment.token());
        boolean heeds = timeline.random().nextInt(4) != 0;
        return switch (assignment.handler()) {
            case "quick" ->
                new Performance(timeline.upTo(50 * Timeline.MILLI), AttemptOutcome.SUCCEEDED, token, heeds, null);
            case "flaky" ->
                new Performance(
                        timeline.upTo(500 * Timeline.MILLI),
                        timeline.chance(0.4) ? AttemptOutcome.FAILED : AttemptOutcome.SUCCEEDED,
                        token,
                        heeds,
                        null);
            case "slices" ->
                timeline.chance(0.5)
                        ? new Performance(
                                timeline.upTo(300 * Timeline.MILLI),
                                AttemptOutcome.YIELDED,
                                checkpoint(token, 0),
                                heeds,
                                null)
                        : new Performance(
                                timeline.upTo(300 * Timeline.MILLI), AttemptOutcome.SUCCEEDED, token, heeds, null);
            case "long" ->
                new Performance(
                        leftBy(assignment.checkpoint()),
                        AttemptOutcome.SUCCEEDED,
                        token,
                        heeds,
                        left -> checkpoint(token, left));
            default ->
                new Performance(timeline.upTo(6 * Timeline.SECOND), AttemptOutcome.SUCCEEDED, token, heeds, null);
        };
    }

    /** Who leaves it, and how much is to be done; now and then so long that owners leave it in the record. */
    private String checkpoint(String token, long leftNanos) {
        String text = token + " " + leftNanos;
        return timeline.random().nextInt(4) == 0 ? text + " " + "x".repeat(1_100) : text;
    }

    private long leftBy(String checkpoint) {
        return checkpoint == null
                ? timeline.upTo(6 * Timeline.SECOND)
                : Long.parseLong(checkpoint.split(" ")[1]);
    }

    /** What is heard of a message, when a defect was made. */
    Message distorted(Message message) {
        if (message instanceof Message.Report report) {
            return new Message.Report(report.pool(), distorted(report.report()));
        }
        return message;
    }

    AttemptReport distorted(AttemptReport report) {
        SimulatedDatabase.Row row = database.live.get(report.task());
        if (mutation != Mutation.RESULT_WITHOUT_TOKEN_CHECK
                || row == null
                || row.standing().state() != TaskState.RUNNING) {
            return report;
        }
        return new AttemptReport(
                report.task(),
                row.standing().token(),
                report.outcome(),
                report.result(),
                report.error(),
                report.retryable(),
                report.log(),
                report.startedAt(),
                report.endedAt());
    }

    /** What some server can meet. */
    Demand demand() {
        Random random = timeline.random();
        return hardware.get(random.nextInt(hardware.size())).demand(random, database.nowMicros());
    }

    /** A node that is there; null when none is. */
    SimulatedNode anyNode() {
        List<SimulatedNode> alive =
                alive().stream().filter(SimulatedNode::isBooted).toList();
        return alive.isEmpty() ? null : alive.get(timeline.random().nextInt(alive.size()));
    }

    private List<SimulatedNode> alive() {
        return servers.stream().filter(node -> node != null && node.isAlive()).toList();
    }

    String anyPool() {
        return pools.get(timeline.random().nextInt(pools.size()));
    }

    boolean isDatabaseDown() {
        return databaseDownUntil > timeline.now();
    }

    /**
     * Whether the latest outage of the whole database explains that a node has not reported since a time: it had reported
     * until the outage began, and had no time to do so again. One that was silent before has a trouble of its own.
     */
    boolean wasDatabaseDown(long since) {
        return databaseDownUntil >= since
                && since >= databaseDownFrom - SimulatedNode.REPORT_LATE_NANOS
                && timeline.now() < databaseDownUntil + 2 * Timeline.SECOND;
    }

    /** Whether that outage was one that nodes notice by themselves. */
    boolean wasDatabaseDownForLong(long since) {
        return wasDatabaseDown(since) && databaseDownUntil - databaseDownFrom >= NodeRows.CONTACT_BREAK_NANOS;
    }

    /** A node is taken for dead. */
    void buried(String id) {
        servers.stream().filter(node -> node != null && node.id().equals(id)).forEach(SimulatedNode::buried);
    }

    Mutation mutation() {
        return mutation;
    }

    Timeline timeline() {
        return timeline;
    }

    Weather weather() {
        return weather;
    }

    Invariants invariants() {
        return invariants;
    }

    SimulatedDatabase database() {
        return database;
    }

    Starts starts() {
        return starts;
    }

    SimulatedNetwork network() {
        return network;
    }
}
