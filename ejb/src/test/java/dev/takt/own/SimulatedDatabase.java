package dev.takt.own;

import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.Micros;
import dev.takt.core.node.NodeFacts;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Slices;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.InboxRows;
import dev.takt.record.Leases;
import dev.takt.record.NodeRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A model of the database: what the statements of {@link dev.takt.record} do, in maps. Each method is one transaction.
 * What the schema's constraints would refuse, and what no transaction may do, is reported to the invariants. Nothing that
 * can change is shared with those who read.
 */
final class SimulatedDatabase {
    /** When the simulation begins, by the database's clock. */
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final long NODE_TERM_NANOS = NodeRows.TERM_SECONDS * Timeline.SECOND;
    private static final long LOST_TERM_NANOS = NodeRows.LOST_TERM_MILLIS * Timeline.MILLI;
    private static final long LEASE_TERM_NANOS = Leases.TERM_SECONDS * Timeline.SECOND;

    final Map<UUID, Row> live = new TreeMap<>();
    final Map<UUID, Ended> history = new TreeMap<>();
    final Map<String, UUID> keys = new TreeMap<>();
    final Map<UUID, InboxRows.Item> inbox = new TreeMap<>();
    final Set<UUID> everInInbox = new HashSet<>();
    final Map<String, LeaseState> leases = new TreeMap<>();
    final Map<String, NodeState> nodes = new TreeMap<>();
    final Map<String, PoolSettings> pools = new TreeMap<>();
    final Map<String, Map<String, QueueSettings>> queues = new TreeMap<>();
    final Map<String, Map<TaskState, Long>> counts = new TreeMap<>();
    final Set<UUID> cancelledInInbox = new HashSet<>();
    final SimulatedTriggers triggers;
    final SimulatedAudit audit;
    private final Set<String> attempts = new HashSet<>();
    private final Timeline timeline;
    private final Invariants invariants;
    private final Mutation mutation;

    /** A live task; its payload is always here. */
    record Row(TaskSpec spec, Task.Standing standing) {}

    record Ended(TaskSpec spec, TaskState state, int attempt, int lost, int stopped, String result) {}

    static final class LeaseState {
        String owner;
        String ownerName;
        long epoch;
        long renewedAt;
        long lockedUntil;
    }

    static final class NodeState {
        String name;
        SimulatedHardware hardware;
        int slots;
        Set<String> handlers;
        double cpuLoad;
        boolean draining;
        boolean stopped;
        boolean left;
        long startedAt;
        long renewedAt;
        long backAt = Long.MIN_VALUE;
    }

    SimulatedDatabase(Timeline timeline, Invariants invariants, Mutation mutation) {
        this.timeline = timeline;
        this.invariants = invariants;
        this.mutation = mutation;
        this.triggers = new SimulatedTriggers(timeline, invariants, mutation, this::nowMicros);
        this.audit = new SimulatedAudit(invariants, mutation);
    }

    // ---- leases

    private boolean isOver(LeaseState lease) {
        NodeState owner = lease.owner == null ? null : nodes.get(lease.owner);
        return lease.owner == null
                || lease.renewedAt < timeline.now() - LEASE_TERM_NANOS
                || (owner != null && owner.left);
    }

    Leases.Lease lease(String pool) {
        LeaseState lease = leases.get(pool);
        return new Leases.Lease(lease.owner, lease.ownerName, lease.epoch, isOver(lease));
    }

    OptionalLong take(String pool, String node, String name) {
        LeaseState lease = leases.get(pool);
        boolean free = isOver(lease) || name.equals(lease.ownerName);
        NodeState taker = nodes.get(node);
        boolean takenForDead = taker != null && taker.left;
        if (takenForDead || (!free && mutation != Mutation.DOUBLE_TAKE_OVER)) {
            return OptionalLong.empty();
        }
        invariants.taken(pool, lease, free);
        lease.owner = node;
        lease.ownerName = name;
        lease.epoch++;
        lease.renewedAt = timeline.now();
        timeline.tell("db", "%s takes %s in epoch %d", name, pool, lease.epoch);
        return OptionalLong.of(lease.epoch);
    }

    void release(String pool, String node, long epoch) {
        LeaseState lease = leases.get(pool);
        if (node.equals(lease.owner) && lease.epoch == epoch) {
            lease.owner = null;
            lease.ownerName = null;
            timeline.tell("db", "%s is given up in epoch %d", pool, epoch);
        }
    }

    // ---- an owner's transaction

    /** Whether it is the owner; that holds while the lease's row is locked. */
    boolean owns(String pool, String node, long epoch) {
        LeaseState lease = leases.get(pool);
        return node.equals(lease.owner) && lease.epoch == epoch;
    }

    /** Renews an owner's lease; without effect when another owns the pool. */
    boolean renew(String pool, String node, long epoch) {
        boolean current = owns(pool, node, epoch);
        if (current) {
            leases.get(pool).renewedAt = timeline.now();
        }
        return current;
    }

    /** @param ownerMicros the time by the owner's clock */
    PoolRecord.Written write(String pool, String node, long epoch, Decision decision, Round round, long ownerMicros) {
        LeaseState lease = leases.get(pool);
        if (!owns(pool, node, epoch) && mutation != Mutation.SKIPPED_EPOCH_CHECK) {
            return PoolRecord.Written.REPLACED;
        }
        if (!triggers.moveOn(round.firings())) {
            return PoolRecord.Written.TRIGGERS_CHANGED;
        }
        invariants.commits(pool, epoch, lease.epoch);
        renew(pool, node, epoch);
        audit.written(decision, live, ownerMicros);
        decision.sliced().forEach(task -> invariants.sliced(live.get(task.id()), task));
        decision.inserted().forEach(this::insert);
        triggers.fired(round.firings(), decision.inserted());
        Set<Task> inserted = new HashSet<>(decision.inserted());
        for (Task task : decision.updated()) {
            if (!task.state().isFinal() && !inserted.contains(task)) {
                update(task);
            }
        }
        decision.sliced().forEach(this::updateSlices);
        for (Decision.Attempt attempt : decision.attempts()) {
            invariants.check(
                    attempts.add(attempt.task().id() + " " + attempt.token()),
                    "attempt %s %d has two rows",
                    attempt.task().id(),
                    attempt.token());
        }
        decision.ended().forEach(this::end);
        round.inboxRows().forEach(row -> audit.taken(inbox.remove(row), live));
        decision.started()
                .forEach(task -> timeline.tell(
                        "db", "%s starts %s on %s, attempt %d", pool, ref(task), nameOf(task.node()), task.attempt()));
        return PoolRecord.Written.DONE;
    }

    private String nameOf(String node) {
        NodeState state = nodes.get(node);
        return state == null ? node : state.name;
    }

    static String ref(Task task) {
        return brief(task.id()) + "/" + Long.toHexString(task.token());
    }

    static String brief(UUID id) {
        return id.toString().substring(8, 18);
    }

    private static TaskState liveState(Task task) {
        return task.state().isFinal() ? TaskState.READY : task.state();
    }

    private void insert(Task task) {
        TaskSpec spec = task.spec();
        invariants.check(
                !live.containsKey(spec.id()) && !history.containsKey(spec.id()), "task %s is made twice", spec.id());
        if (spec.clientKey() != null) {
            UUID before = keys.put(spec.clientKey(), spec.id());
            invariants.check(before == null, "key %s made %s and %s", spec.clientKey(), before, spec.id());
        }
        Row row = new Row(
                spec,
                new Task.Standing(
                        liveState(task),
                        task.rank(),
                        task.attempt(),
                        0,
                        0,
                        task.token(),
                        task.node(),
                        task.startedMicros(),
                        null,
                        0,
                        false,
                        Slices.NONE));
        put(row);
        timeline.tell("db", "%s is made as %s, key %s", brief(spec.id()), task.state(), spec.clientKey());
    }

    private void put(Row row) {
        Task.Standing now = row.standing();
        invariants.check(
                now.state() != TaskState.RUNNING
                        || (now.token() != 0 && now.node() != null && now.startedMicros() != 0 && now.attempt() > 0),
                "%s runs without token, node or start",
                row.spec().id());
        live.put(row.spec().id(), row);
    }

    private void update(Task task) {
        Row row = live.get(task.id());
        if (row == null) {
            throw invariants.fail("a transaction changes task %s, which has ended or never was", task.id());
        }
        Task.Standing before = row.standing();
        invariants.check(
                task.token() >= before.token(),
                "the token of %s falls from %x to %x",
                task.id(),
                before.token(),
                task.token());
        put(new Row(
                dueAt(row.spec(), task.dueMicros()),
                new Task.Standing(
                        task.state(),
                        task.rank(),
                        task.attempt(),
                        task.lost(),
                        task.stopped(),
                        task.token(),
                        task.node(),
                        task.startedMicros(),
                        task.error(),
                        task.cancelRequestedMicros(),
                        false,
                        before.slices())));
        if (task.state() != TaskState.RUNNING) {
            timeline.tell("db", "%s is %s: %s", ref(task), task.state(), task.error());
        }
    }

    private static TaskSpec dueAt(TaskSpec spec, long dueMicros) {
        return new TaskSpec(
                spec.id(),
                spec.pool(),
                spec.queue(),
                spec.job(),
                spec.jobVersion(),
                spec.handler(),
                spec.payload(),
                spec.labels(),
                spec.clientKey(),
                spec.retryOf(),
                spec.submittedBy(),
                spec.priority(),
                spec.submittedMicros(),
                dueMicros,
                spec.expiresMicros(),
                spec.timeoutMillis(),
                spec.retry(),
                spec.demand());
    }

    private void updateSlices(Task task) {
        Row row = live.get(task.id());
        if (row == null) {
            return;
        }
        Task.Standing old = row.standing();
        Slices slices = task.slices();
        boolean kept = slices.inRecord() || mutation == Mutation.CHECKPOINT_NOT_KEPT;
        String checkpoint = kept ? old.slices().checkpoint() : slices.checkpoint();
        live.put(
                task.id(),
                new Row(
                        row.spec(),
                        new Task.Standing(
                                old.state(),
                                old.rank(),
                                old.attempt(),
                                old.lost(),
                                old.stopped(),
                                old.token(),
                                old.node(),
                                old.startedMicros(),
                                old.error(),
                                old.cancelRequestedMicros(),
                                false,
                                new Slices(slices.count(), slices.ranMicros(), checkpoint, false))));
    }

    private void end(Decision.Ended end) {
        Task task = end.task();
        Row row = live.remove(task.id());
        if (row == null) {
            throw invariants.fail("task %s ends as %s, but has ended before or never was", task.id(), end.state());
        }
        invariants.ended(row, end);
        history.put(
                task.id(),
                new Ended(
                        row.spec(), end.state(), row.standing().attempt(), task.lost(), task.stopped(), end.result()));
        counts.computeIfAbsent(row.spec().pool(), pool -> new TreeMap<>()).merge(end.state(), 1L, Long::sum);
        timeline.tell("db", "%s ended as %s: %s", ref(task), end.state(), end.error());
    }

    // ---- reading

    private static Task copy(Row row) {
        String payload = row.spec().payload();
        boolean left = payload != null && payload.length() > Task.PAYLOAD_HELD_MAX_CHARS;
        Task.Standing now = row.standing();
        TaskSpec spec = row.spec();
        if (left) {
            spec = new TaskSpec(
                    spec.id(),
                    spec.pool(),
                    spec.queue(),
                    spec.job(),
                    spec.jobVersion(),
                    spec.handler(),
                    null,
                    spec.labels(),
                    spec.clientKey(),
                    spec.retryOf(),
                    spec.submittedBy(),
                    spec.priority(),
                    spec.submittedMicros(),
                    spec.dueMicros(),
                    spec.expiresMicros(),
                    spec.timeoutMillis(),
                    spec.retry(),
                    spec.demand());
        }
        return new Task(
                spec,
                new Task.Standing(
                        now.state(),
                        now.rank(),
                        now.attempt(),
                        now.lost(),
                        now.stopped(),
                        now.token(),
                        now.node(),
                        now.startedMicros(),
                        now.error(),
                        now.cancelRequestedMicros(),
                        left,
                        asRead(now.slices())));
    }

    private static Slices asRead(Slices slices) {
        String checkpoint = slices.checkpoint();
        return checkpoint == null || checkpoint.length() <= Slices.CHECKPOINT_HELD_MAX_CHARS
                ? slices
                : new Slices(slices.count(), slices.ranMicros(), null, true);
    }

    private Stream<Row> rows(String pool, Predicate<Row> which) {
        return live.values().stream()
                .filter(row -> row.spec().pool().equals(pool))
                .filter(which);
    }

    private static boolean is(Row row, TaskState state) {
        return row.standing().state() == state;
    }

    PoolRecord.Settings settings(String pool) {
        return new PoolRecord.Settings(
                pools.get(pool),
                queues.get(pool).values().stream().map(this::asRead).toList());
    }

    private QueueSettings asRead(QueueSettings queue) {
        return mutation != Mutation.LIMIT_NOT_READ
                ? queue
                : new QueueSettings(
                        queue.name(),
                        queue.order(),
                        queue.orderChanges(),
                        queue.weight(),
                        QueueSettings.NO_LIMIT,
                        queue.sliceMillis(),
                        queue.paused());
    }

    PoolRecord.Loaded load(String pool) {
        Map<String, Set<String>> ready = new TreeMap<>();
        rows(pool, row -> is(row, TaskState.READY))
                .forEach(row -> ready.computeIfAbsent(row.spec().queue(), queue -> new java.util.TreeSet<>())
                        .add(row.spec().handler()));
        return new PoolRecord.Loaded(
                settings(pool),
                ready,
                rows(pool, row -> is(row, TaskState.SCHEDULED)).findAny().isPresent(),
                rows(pool, row -> is(row, TaskState.RUNNING))
                        .map(SimulatedDatabase::copy)
                        .toList(),
                List.of(),
                new TreeMap<>(counts.getOrDefault(pool, Map.of())));
    }

    Map<String, PoolRecord.Counts> counts() {
        Map<String, PoolRecord.Counts> counts = new TreeMap<>();
        pools.keySet().forEach(pool -> counts.put(pool, count(pool)));
        return counts;
    }

    private PoolRecord.Counts count(String pool) {
        Map<String, Map<String, Long>> ready = new TreeMap<>();
        Map<String, Long> scheduled = new TreeMap<>();
        rows(pool, row -> is(row, TaskState.READY))
                .forEach(row -> ready.computeIfAbsent(row.spec().queue(), queue -> new TreeMap<>())
                        .merge(row.spec().handler(), 1L, Long::sum));
        rows(pool, row -> is(row, TaskState.SCHEDULED))
                .forEach(row -> scheduled.merge(row.spec().queue(), 1L, Long::sum));
        return new PoolRecord.Counts(ready, scheduled);
    }

    List<InboxRows.Item> inbox(String pool, int limit) {
        return inbox.values().stream()
                .filter(item -> pool.equals(poolOf(item)))
                .limit(limit)
                .toList();
    }

    private String poolOf(InboxRows.Item item) {
        if (item instanceof InboxRows.Item.Submission submission) {
            return submission.task().pool();
        }
        return item instanceof InboxRows.Item.Cancellation cancellation ? cancelPools.get(cancellation.row()) : null;
    }

    private final Map<UUID, String> cancelPools = new HashMap<>();

    Map<String, TaskReceipt> known(Collection<String> asked) {
        Map<String, TaskReceipt> receipts = new HashMap<>();
        for (String key : asked) {
            UUID task = keys.get(key);
            if (task != null) {
                receipts.put(key, new TaskReceipt(task.toString(), state(task), true));
            }
        }
        return receipts;
    }

    /** Null when there is no such task. */
    TaskState state(UUID task) {
        if (live.containsKey(task)) {
            return live.get(task).standing().state();
        }
        return history.containsKey(task) ? history.get(task).state() : null;
    }

    Map<UUID, TaskState> states(Collection<UUID> ids) {
        Map<UUID, TaskState> states = new HashMap<>();
        for (UUID id : ids) {
            if (state(id) != null && mutation != Mutation.INBOX_WITHOUT_LOOK_UP) {
                states.put(id, state(id));
            }
        }
        return states;
    }

    Map<UUID, Task> live(Collection<UUID> ids) {
        Map<UUID, Task> tasks = new HashMap<>();
        for (UUID id : ids) {
            if (live.containsKey(id)) {
                tasks.put(id, copy(live.get(id)));
            }
        }
        return tasks;
    }

    private static List<Task> inOrder(Stream<Row> rows, long afterRank, UUID afterId, int limit) {
        return rows.map(SimulatedDatabase::copy)
                .filter(task -> task.rank() > afterRank
                        || (task.rank() == afterRank && task.id().compareTo(afterId) > 0))
                .sorted(Task.BY_RANK)
                .limit(limit)
                .toList();
    }

    List<Task> line(String queue, String handler, long afterRank, UUID afterId, int limit) {
        Stream<Row> rows = live.values().stream()
                .filter(row -> is(row, TaskState.READY)
                        && row.spec().queue().equals(queue)
                        && row.spec().handler().equals(handler));
        return inOrder(rows, afterRank, afterId, limit);
    }

    List<Task> schedule(String pool, long afterRank, UUID afterId, int limit) {
        return inOrder(rows(pool, row -> is(row, TaskState.SCHEDULED)), afterRank, afterId, limit);
    }

    List<Task> expired(String pool, long nowMicros, int limit) {
        return rows(
                        pool,
                        row -> row.spec().expiresMicros() != 0
                                && row.spec().expiresMicros() <= nowMicros
                                && row.standing().attempt() == 0
                                && !is(row, TaskState.RUNNING))
                .sorted(Comparator.comparingLong(row -> row.spec().expiresMicros()))
                .limit(limit)
                .map(SimulatedDatabase::copy)
                .toList();
    }

    Map<UUID, String> payloads(Collection<UUID> ids) {
        Map<UUID, String> payloads = new HashMap<>();
        ids.stream()
                .filter(live::containsKey)
                .forEach(id -> payloads.put(id, live.get(id).spec().payload()));
        return payloads;
    }

    Map<UUID, String> checkpoints(Collection<UUID> ids) {
        Map<UUID, String> checkpoints = new HashMap<>();
        ids.stream()
                .filter(live::containsKey)
                .forEach(id ->
                        checkpoints.put(id, live.get(id).standing().slices().checkpoint()));
        return checkpoints;
    }

    // ---- nodes

    List<NodeFacts> present() {
        List<NodeFacts> present = new ArrayList<>();
        nodes.forEach((id, node) -> {
            boolean there = !node.left && node.renewedAt >= timeline.now() - NODE_TERM_NANOS;
            if (there || mutation == Mutation.LOST_REQUEUE) {
                SimulatedHardware hardware =
                        mutation == Mutation.ROOM_NOT_READ ? node.hardware.endless() : node.hardware;
                present.add(hardware.facts(id, node.name, node.slots, node.handlers, node.cpuLoad, node.draining));
            }
        });
        return present;
    }

    Set<String> stopped(Set<String> ids) {
        Set<String> stopped = new HashSet<>();
        for (String id : ids) {
            if (nodes.containsKey(id) && nodes.get(id).stopped) {
                stopped.add(id);
            }
        }
        return stopped;
    }

    Set<String> silent(Set<String> ids) {
        Set<String> silent = new HashSet<>();
        for (String id : ids) {
            if (nodes.containsKey(id) && !nodes.get(id).left) {
                silent.add(id);
            }
        }
        return silent;
    }

    void arrive(String id, String name, SimulatedHardware hardware, int slots, Set<String> handlers) {
        nodes.values().stream().filter(node -> node.name.equals(name)).forEach(node -> node.left = true);
        NodeState node = new NodeState();
        node.name = name;
        node.hardware = hardware;
        node.slots = slots;
        node.handlers = Set.copyOf(handlers);
        node.startedAt = timeline.now();
        node.renewedAt = timeline.now();
        nodes.put(id, node);
    }

    /** False when the row says that this incarnation is over. */
    boolean renew(String id, Set<String> handlers) {
        NodeState node = nodes.get(id);
        if (node.left) {
            return false;
        }
        node.backAt = thereSince(id) == Long.MAX_VALUE ? timeline.now() : node.backAt;
        node.renewedAt = timeline.now();
        node.handlers = Set.copyOf(handlers);
        node.cpuLoad = timeline.random().nextDouble();
        return true;
    }

    /** Since when owners have had no reason to take a node for gone; {@code Long.MAX_VALUE} when they have one. */
    long thereSince(String id) {
        NodeState node = nodes.get(id);
        boolean silent = node.renewedAt < timeline.now() - NODE_TERM_NANOS;
        return node.left || silent ? Long.MAX_VALUE : node.backAt;
    }

    boolean comeBack(String id) {
        NodeState node = nodes.get(id);
        boolean later = nodes.values().stream()
                .anyMatch(other -> other.name.equals(node.name) && other.startedAt > node.startedAt);
        if (node.stopped || later) {
            return false;
        }
        node.left = false;
        node.backAt = timeline.now();
        node.renewedAt = timeline.now();
        timeline.tell("db", "%s comes back", node.name);
        return true;
    }

    /** Whether a node is gone; one that does not report is declared so, if the asker may. */
    boolean isGone(String id, boolean bury) {
        NodeState node = nodes.get(id);
        if (node == null) {
            return true;
        }
        if (bury && !node.left && node.renewedAt < timeline.now() - LOST_TERM_NANOS) {
            node.left = true;
            timeline.tell("db", "%s is buried", node.name);
        }
        return node.left;
    }

    void leave(String id) {
        NodeState node = nodes.get(id);
        if (node != null && !node.left) {
            node.left = true;
            node.stopped = true;
        }
    }

    boolean drain(String id, boolean draining) {
        NodeState node = nodes.get(id);
        if (node == null || node.left || node.draining == draining) {
            return false;
        }
        node.draining = draining;
        timeline.tell("db", "%s %s", node.name, draining ? "drains" : "is active again");
        return true;
    }

    // ---- the inbox

    List<TaskReceipt> putIn(List<TaskSpec> tasks) {
        Map<String, TaskReceipt> known = new HashMap<>();
        Set<String> asked = new HashSet<>();
        tasks.stream().map(TaskSpec::clientKey).filter(key -> key != null).forEach(asked::add);
        for (InboxRows.Item item : inbox.values()) {
            if (item instanceof InboxRows.Item.Submission one
                    && asked.contains(one.task().clientKey())) {
                known.put(one.task().clientKey(), new TaskReceipt(one.row().toString(), TaskState.READY, true));
            }
        }
        known.putAll(known(asked));
        List<TaskSpec> fresh = new ArrayList<>();
        List<TaskReceipt> receipts = Submissions.receipts(tasks, known, fresh);
        for (TaskSpec task : fresh) {
            boolean twice = inbox.put(task.id(), new InboxRows.Item.Submission(task.id(), task)) != null;
            everInInbox.add(task.id());
            invariants.check(!twice, "task %s is put into the inbox twice", task.id());
            timeline.tell("db", "%s is put into the inbox, key %s", brief(task.id()), task.clientKey());
        }
        return receipts;
    }

    TaskState putCancel(UUID row, String pool, UUID task, String actor) {
        cancelPools.put(row, pool);
        cancelledInInbox.add(task);
        inbox.put(row, new InboxRows.Item.Cancellation(row, task, actor));
        timeline.tell("db", "a cancellation of %s is put into the inbox", brief(task));
        return state(task);
    }

    /** The database's time in microseconds. */
    long nowMicros() {
        return Micros.of(BEGIN) + timeline.now() / 1_000;
    }
}
