package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.cluster.Message;
import dev.takt.cluster.NodeIdentity;
import dev.takt.cluster.Presence;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.TaskIds;
import dev.takt.core.task.TaskSpec;
import dev.takt.work.Line;
import dev.takt.work.SimulatedWorker;
import dev.takt.work.WorkerTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One incarnation of a server: production's owners, doors and questions on simulated time, network and record. */
final class SimulatedNode {
    /** How often a node looks for new pools, and for members that it does not know. */
    private static final long LOOK_NANOS = 5 * Timeline.SECOND;

    /** How long a stopping node may wait for what it runs. */
    private static final long EMPTY_NANOS = 4 * Timeline.SECOND;

    /** How often it looks whether it is empty. */
    private static final long EMPTY_LOOK_NANOS = 50 * Timeline.MILLI;

    /** How long a stopping node waits for its owners' last transactions. */
    private static final long STOP_NANOS = 5 * Timeline.SECOND;

    /** After what silence JGroups takes a node for lost. */
    private static final long SUSPECTED_NANOS = 3_500 * Timeline.MILLI;

    /** A report this late may make others take the node for dead, if they do not see it. */
    static final long REPORT_LATE_NANOS = 600 * Timeline.MILLI;

    /** How long something that befell a node may have consequences for what it runs. */
    private static final long AFTERMATH_NANOS = 8 * Timeline.SECOND;

    private final ClusterSimulation simulation;
    private final Timeline timeline;
    private final NodeIdentity identity;
    private final SimulatedHardware hardware;
    private final Clock clock;
    private final Presence presence;
    private final SimulatedNetwork.End courier;
    private final SimulatedRecord record;
    private final SimulatedWorker worker;
    private final WorkerDoor door;
    private final Questions questions = new Questions();
    private final Switchboard switchboard;
    private final Map<String, Loop> loops = new TreeMap<>();
    private final Envoy envoy;
    private final TaskIds ids;
    private final List<Runnable> deferred = new ArrayList<>();
    private final Set<String> handlers = new TreeSet<>(ClusterSimulation.HANDLERS);
    private boolean alive = true;
    private boolean booted;
    private long pausedUntil;
    private boolean suspected;
    private boolean databaseCut;
    private long sufferedAt = Long.MIN_VALUE / 2;
    private long reportedAt;
    private final Map<AttemptRef, Long> cameAt = new HashMap<>();
    private boolean leaving;

    /** The node was killed while it waited for something. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    SimulatedNode(
            ClusterSimulation simulation,
            String name,
            SimulatedHardware hardware,
            long skewNanos,
            double rate,
            int slots) {
        this.simulation = simulation;
        this.timeline = simulation.timeline();
        this.identity = new NodeIdentity(
                new UUID(timeline.random().nextLong(), timeline.random().nextLong()).toString(), name);
        this.hardware = hardware;
        this.clock = new Clock(timeline.now(), skewNanos, rate);
        this.courier = simulation.network().new End(this);
        this.record = new SimulatedRecord(this, simulation);
        this.worker = new SimulatedWorker(this::report, clock, slots, new Stage());
        this.presence = new Presence(new Roll(), new Waiting(), clock::nanos, new Later());
        this.door = new WorkerDoor(worker);
        this.switchboard = new Switchboard(this::owner, this::owners, door, courier, questions);
        this.ids = new TaskIds(() -> clock.now().toEpochMilli(), timeline.random());
        Workers workers = new NodeWorkers(id(), door, courier, this::present, this::stock);
        OwnerParts parts = new OwnerParts(
                record,
                clock,
                identity,
                workers,
                new SimulatedTriggers.Planner(ids, this::nowMicros),
                ended -> {},
                this::soon,
                this::soon,
                ends -> {});
        for (String pool : simulation.database().pools.keySet()) {
            loops.put(pool, new Loop(new Owner(parts, pool)));
        }
        this.envoy = new Envoy(this::owner, courier, questions, new Inbox(), this::patience, this::soon);
    }

    /** A node's own clock: it was set wrongly, and goes too fast or too slowly. */
    private final class Clock implements WorkerTime {
        private final long bootedAt;
        private final long skewNanos;
        private final double rate;

        Clock(long bootedAt, long skewNanos, double rate) {
            this.bootedAt = bootedAt;
            this.skewNanos = skewNanos;
            this.rate = rate;
        }

        @Override
        public long nanos() {
            return (long) ((timeline.now() - bootedAt) * rate);
        }

        @Override
        public Instant now() {
            return SimulatedDatabase.BEGIN.plusNanos(bootedAt + skewNanos + nanos());
        }
    }

    /** An owner, and its thread. */
    private final class Loop {
        private final Owner owner;
        private long version;
        private boolean stepping;
        private boolean soon;
        private boolean stopping;
        private boolean ended;

        Loop(Owner owner) {
            this.owner = owner;
        }

        void attend() {
            if (!stepping && !soon && !stopping && owner.hasMail()) {
                soon = true;
                stepIn(timeline.upTo(200 * Timeline.MICRO));
            }
        }

        void stepIn(long nanos) {
            long its = ++version;
            timeline.after(nanos, () -> {
                if (its == version) {
                    run(this::step);
                }
            });
        }

        void stop() {
            stopping = true;
            owner.stop();
            if (!stepping) {
                end();
            }
        }

        private void end() {
            stepping = true;
            version++;
            owner.end();
            ended = true;
        }

        private void step() {
            if (stepping) {
                return;
            }
            soon = false;
            stepping = true;
            long wait = owner.step();
            stepping = false;
            if (stopping) {
                end();
                return;
            }
            soon = owner.hasMail();
            stepIn(soon ? 50 * Timeline.MICRO : Math.max(50 * Timeline.MICRO, (long) (wait / clock.rate)));
        }
    }

    private final class Inbox implements Envoy.Inbox {
        @Override
        public List<TaskReceipt> submit(List<TaskSpec> tasks) {
            List<TaskReceipt> receipts = record.call(() -> simulation.database().putIn(tasks));
            tell(Message.Changed.What.INBOX);
            return receipts;
        }

        @Override
        public TaskReceipt cancel(String pool, UUID task, String actor) {
            UUID row = ids.next();
            TaskState state = record.call(() -> simulation.database().putCancel(row, pool, task, actor));
            tell(Message.Changed.What.INBOX);
            return new TaskReceipt(task.toString(), state == null ? TaskState.READY : state, true);
        }
    }

    /** What the simulation does for the worker. */
    private final class Stage implements SimulatedWorker.Stage {
        @Override
        public void after(long nanos, Runnable action) {
            timeline.after((long) (nanos / clock.rate), () -> run(action));
        }

        @Override
        public void came(AttemptRef attempt) {
            cameAt.put(attempt, timeline.now());
        }

        @Override
        public SimulatedWorker.Performance began(Assignment assignment) {
            simulation.invariants().began(SimulatedNode.this, assignment);
            return simulation.performance(assignment);
        }

        @Override
        public void ended(AttemptReport report) {
            AttemptRef attempt = new AttemptRef(report.task(), report.token());
            timeline.tell(name(), "attempt %s ends: %s", brief(attempt), report.outcome());
            simulation.invariants().attemptEnded(attempt, report);
        }

        @Override
        public void confirmed(Collection<AttemptRef> attempts) {
            simulation.invariants().confirmed(attempts);
        }
    }

    static String brief(AttemptRef attempt) {
        return SimulatedDatabase.brief(attempt.task()) + "/" + Long.toHexString(attempt.token());
    }

    // ---- living

    /** Registers, joins the group and begins to own. */
    void boot() {
        run(() -> {
            long atNanos = clock.nanos();
            try {
                record.call(() -> {
                    simulation.database().arrive(id(), name(), hardware, worker.slots(), handlers);
                    return null;
                });
            } catch (TaktException.Busy unreachable) {
                timeline.after(Timeline.SECOND, this::boot);
                return;
            }
            booted = true;
            presence.heard(atNanos);
            reportedAt = timeline.now();
            timeline.tell(name(), "boots as %s", id());
            reportLater(Presence.pauseMillis(true));
            simulation.network().join(this);
            timeline.after(LOOK_NANOS, this::look);
            loops.values().forEach(loop -> loop.stepIn(timeline.upTo(Timeline.MILLI)));
        });
    }

    /** Does something on this node, unless it is dead; later when it is frozen. */
    void run(Runnable action) {
        if (!alive) {
            return;
        }
        if (isPaused()) {
            deferred.add(action);
            return;
        }
        try {
            action.run();
        } catch (Killed killed) {
            return;
        }
        if (booted) {
            loops.values().forEach(Loop::attend);
        }
    }

    private void soon(Runnable action) {
        timeline.after(timeline.upTo(Timeline.MILLI), () -> run(action));
    }

    /** Whoever called the record goes on only when this node does. */
    void endure() {
        while (alive && isPaused()) {
            timeline.sleep(pausedUntil - timeline.now());
        }
        if (!alive) {
            throw new Killed();
        }
    }

    void kill() {
        timeline.tell(name(), "is killed");
        alive = false;
        deferred.clear();
        simulation.network().changed(100 * Timeline.MILLI, 900 * Timeline.MILLI);
    }

    /** Stops in good order: what it runs may end or yield for a while, its owners give up, then it leaves. */
    void stop() {
        run(() -> {
            timeline.tell(name(), "stops");
            drain(this, true);
            empty(timeline.now() + timeline.upTo(EMPTY_NANOS));
        });
    }

    private void empty(long atTheLatest) {
        worker.askToYield();
        if (timeline.now() < atTheLatest && worker.holds() > 0) {
            timeline.after(EMPTY_LOOK_NANOS, () -> run(() -> empty(atTheLatest)));
            return;
        }
        loops.values().forEach(Loop::stop);
        leaveWhenEnded(timeline.now() + STOP_NANOS);
    }

    private void leaveWhenEnded(long atTheLatest) {
        if (timeline.now() < atTheLatest && !loops.values().stream().allMatch(loop -> loop.ended)) {
            timeline.after(20 * Timeline.MILLI, () -> run(() -> leaveWhenEnded(atTheLatest)));
            return;
        }
        // Slots are closed before the record hears of it; it does before this node hears that it has.
        worker.beginUntil(clock.nanos());
        leaving = true;
        suffer();
        try {
            record.call(() -> {
                simulation.database().leave(id());
                return null;
            });
        } catch (TaktException.Busy unreachable) {
            timeline.tell(name(), "cannot say that it leaves");
        }
        kill();
    }

    void pause(long nanos) {
        if (!alive || isPaused()) {
            return;
        }
        timeline.tell(name(), "is frozen for %.3f s", nanos / 1e9);
        suffer();
        pausedUntil = timeline.now() + nanos;
        if (nanos > SUSPECTED_NANOS) {
            timeline.after(SUSPECTED_NANOS, () -> {
                suspected = true;
                simulation.network().changed(0, Timeline.SECOND);
            });
        }
        timeline.after(nanos, this::resume);
    }

    private void resume() {
        if (!alive) {
            return;
        }
        timeline.tell(name(), "thaws");
        suffer();
        pausedUntil = 0;
        if (suspected) {
            suspected = false;
            simulation.network().changed(200 * Timeline.MILLI, 3 * Timeline.SECOND);
        }
        List<Runnable> waiting = new ArrayList<>(deferred);
        deferred.clear();
        // In their order, as fast as it goes.
        waiting.forEach(action -> timeline.after(timeline.random().nextInt(2), () -> run(action)));
    }

    boolean isPaused() {
        return pausedUntil > timeline.now();
    }

    private void look() {
        run(() -> {
            courier.askForIntroductions();
            timeline.after(LOOK_NANOS, this::look);
        });
    }

    private void reportItself() {
        run(() -> {
            boolean heard = false;
            long before = reportedAt;
            try {
                if (presence.report() != Presence.Met.HEARD) {
                    suffer();
                }
                if (reportedAt - before > REPORT_LATE_NANOS && !simulation.wasDatabaseDown(before)) {
                    suffer();
                }
                heard = true;
            } catch (TaktException.Busy unreachable) {
                timeline.tell(name(), "cannot report: %s", unreachable.getMessage());
                if (!simulation.isDatabaseDown()) {
                    // It heard of the failure only when others could report again.
                    suffer();
                }
            } finally {
                reportLater(Presence.pauseMillis(heard));
            }
        });
    }

    private void reportLater(long millis) {
        timeline.after((long) (millis * Timeline.MILLI / clock.rate), this::reportItself);
    }

    private final class Later implements Presence.Timer {
        @Override
        public void after(long millis, Runnable action) {
            timeline.after(millis * Timeline.MILLI, () -> run(action));
        }

        @Override
        public void pause(long millis) {
            timeline.sleep(millis * Timeline.MILLI);
            endure();
        }
    }

    /** What waits on this node, as its reports move it. */
    private final class Waiting implements Line {
        @Override
        public void beginUntil(long nanos) {
            if (!leaving) {
                worker.beginUntil(simulation.mutation() == Mutation.BEGINS_UNHEARD ? Long.MAX_VALUE : nanos);
            }
        }

        @Override
        public void forgetWaiting() {
            timeline.tell(name(), "forgets what waits");
            if (simulation.mutation() != Mutation.WAITING_NOT_FORGOTTEN) {
                worker.forgetWaiting();
            }
        }
    }

    /** When an attempt was handed over. */
    long cameAt(AttemptRef attempt) {
        return cameAt.get(attempt);
    }

    /** The simulated rows of the nodes. */
    private final class Roll implements Presence.Roll {
        @Override
        public boolean renew() {
            return record.call(() -> {
                reportedAt = timeline.now();
                return simulation.database().renew(id(), handlers);
            });
        }

        @Override
        public boolean comeBack() {
            return record.call(() -> simulation.database().comeBack(id()));
        }

        @Override
        public boolean bury(String node) {
            return record.call(() -> {
                boolean known = simulation.database().isGone(node, false);
                boolean gone = simulation.database().isGone(node, true);
                if (gone && !known) {
                    simulation.buried(node);
                }
                return gone;
            });
        }

        @Override
        public boolean isGone(String node) {
            return record.call(() -> simulation.database().isGone(node, false));
        }
    }

    /** Something befell this node in particular. */
    void suffer() {
        sufferedAt = timeline.now();
    }

    /**
     * The group has lost this node, and the record has not heard of it for too long. The others wait for its report when they
     * had none of the record themselves; an outage too short for that they cannot tell from this node's own silence.
     */
    void buried() {
        if (timeline.now() - reportedAt > REPORT_LATE_NANOS && !simulation.wasDatabaseDownForLong(reportedAt)) {
            suffer();
        }
    }

    /** Whether others may have had a reason to take this node for dead since a time. */
    boolean hasSufferedSince(long since) {
        boolean reportsLate =
                timeline.now() - reportedAt > REPORT_LATE_NANOS && !simulation.wasDatabaseDown(reportedAt);
        return !alive || isPaused() || databaseCut || reportsLate || sufferedAt >= since - AFTERMATH_NANOS;
    }

    // ---- what the group says

    void lost(String node) {
        questions.lost(node);
        soon(() -> presence.watch(node, () -> owners().forEach(owner -> owner.heardOfLoss(node))));
    }

    void groupChanged() {
        owners().forEach(Owner::sweep);
    }

    void hear(String from, Message message) {
        switchboard.hear(from, simulation.distorted(message));
    }

    // ---- what its parts ask

    private boolean report(String pool, AttemptReport report) {
        AttemptReport said = simulation.distorted(report);
        boolean taken = switchboard.report(id(), pool, said);
        AttemptRef attempt = new AttemptRef(report.task(), report.token());
        if (taken
                && (simulation.mutation() == Mutation.SETTLED_BEFORE_COMMIT
                        || simulation.mutation() == Mutation.REPORT_NOT_KEPT)) {
            soon(() -> {
                if (simulation.mutation() == Mutation.SETTLED_BEFORE_COMMIT) {
                    door.settled(List.of(attempt));
                } else {
                    worker.forget(attempt);
                }
            });
        }
        return taken;
    }

    private void stock(String pool, Request.Stock stock) {
        owner(pool).hear(stock);
    }

    private NodeFacts present() {
        return hardware.facts(id(), name(), worker.slots(), handlers, 0, false);
    }

    private CompletableFuture<List<TaskReceipt>> patience(CompletableFuture<List<TaskReceipt>> answer) {
        timeline.after(Envoy.PATIENCE.toNanos(), () -> run(() -> answer.completeExceptionally(new TimeoutException())));
        return answer;
    }

    private void tell(Message.Changed.What what) {
        owners().forEach(
                        switch (what) {
                            case SETTINGS -> Owner::settingsChanged;
                            case TRIGGERS -> Owner::triggersChanged;
                            default -> Owner::sweep;
                        });
        courier.sendToAll(new Message.Changed(what));
    }

    // ---- what befalls it, and what is asked of it

    void drain(SimulatedNode other, boolean draining) {
        run(() -> {
            try {
                record.call(() -> simulation.database().drain(other.id(), draining));
                tell(Message.Changed.What.NODES);
            } catch (TaktException.Busy unreachable) {
                timeline.tell(name(), "cannot drain: %s", unreachable.getMessage());
            }
        });
    }

    void settingsChanged() {
        run(() -> tell(Message.Changed.What.SETTINGS));
    }

    void triggersChanged() {
        run(() -> tell(Message.Changed.What.TRIGGERS));
    }

    void deploy(Set<String> names) {
        run(() -> {
            timeline.tell(name(), "has the handlers %s", names);
            handlers.clear();
            handlers.addAll(names);
            tell(Message.Changed.What.NODES);
        });
    }

    void cutOffDatabase(boolean cut) {
        timeline.tell(name(), cut ? "is cut off from the database" : "reaches the database again");
        suffer();
        databaseCut = cut;
    }

    boolean reachesDatabase() {
        return !databaseCut && !simulation.isDatabaseDown();
    }

    Envoy envoy() {
        return envoy;
    }

    TaskIds ids() {
        return ids;
    }

    long nowMicros() {
        return dev.takt.core.Micros.of(clock.now());
    }

    SimulatedNetwork.End courier() {
        return courier;
    }

    SimulatedWorker worker() {
        return worker;
    }

    Owner owner(String pool) {
        Loop loop = loops.get(pool);
        return loop == null ? null : loop.owner;
    }

    Collection<Owner> owners() {
        return loops.values().stream().map(loop -> loop.owner).collect(Collectors.toList());
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it is there for others. */
    boolean isBooted() {
        return alive && booted;
    }

    boolean isSuspected() {
        return suspected;
    }

    String id() {
        return identity.id();
    }

    String name() {
        return identity.name();
    }
}
