package dev.takt.own;

import dev.takt.core.node.PoolNode;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** What an owner says, to workers and to those who wait for an answer, once it is in the record. */
final class Voice {
    private static final Logger LOG = Logger.getLogger(Voice.class);

    /** How many attempts are handed out at a time, so that only so many payloads are read at once. */
    private static final int START_MAX = 200;

    private final OwnerParts parts;
    private final PoolMachine machine;
    private final Reigning reigning;
    private final Stocktaking stocktaking;
    private final EndedCounts ended;
    private final BooleanSupplier trusted;

    /** @param trusted whether nobody else can own the pool yet: attempts are handed out only as long */
    Voice(
            OwnerParts parts,
            PoolMachine machine,
            Reigning reigning,
            Stocktaking stocktaking,
            EndedCounts ended,
            BooleanSupplier trusted) {
        this.parts = parts;
        this.machine = machine;
        this.reigning = reigning;
        this.stocktaking = stocktaking;
        this.ended = ended;
        this.trusted = trusted;
    }

    /** The first words of a reign: workers repeat what is not settled, and are told again what they may have missed. */
    void begin() {
        parts.workers().begin(reigning);
        for (PoolNode node : machine.nodes()) {
            node.tasks().forEach(this::stopIfCancelled);
        }
    }

    /** The effects of a decision: attempts first, since somebody waits longest for those. */
    void say(Decision decision) {
        start(decision.started());
        decision.answers().forEach(this::answer);
        for (Decision.Stop stop : decision.stops()) {
            parts.workers()
                    .stop(reigning, stop.node(), stop.task().id(), stop.task().token());
        }
        settle(decision.settled());
        tellOfRefused(decision.refused());
        if (!decision.ended().isEmpty()) {
            ended.add(decision.ended());
            parts.events().accept(decision.ended());
        }
        for (Task task : decision.inserted()) {
            task.leavePayloadInRecord();
        }
        for (Task task : decision.sliced()) {
            task.leaveCheckpointInRecord();
        }
    }

    /** Hands out what did not reach its node; whether a cancellation did is not known either. */
    void startAgain(List<Task> tasks) {
        start(tasks);
        tasks.forEach(this::stopIfCancelled);
    }

    private void stopIfCancelled(Task task) {
        if (task.isCancelRequested()) {
            parts.workers().stop(reigning, task.node(), task.id(), task.token());
        }
    }

    /** Hands out attempts; also those that an earlier reign had committed and may not have handed out. */
    private void start(List<Task> tasks) {
        for (int from = 0; from < tasks.size(); from += START_MAX) {
            startSome(tasks.subList(from, Math.min(from + START_MAX, tasks.size())));
        }
    }

    private void startSome(List<Task> tasks) {
        List<UUID> withoutPayload =
                tasks.stream().filter(Task::payloadInRecord).map(Task::id).toList();
        Map<UUID, String> payloads =
                withoutPayload.isEmpty() ? Map.of() : parts.record().payloads(withoutPayload);
        List<UUID> withoutCheckpoint = tasks.stream()
                .filter(task -> task.slices().inRecord())
                .map(Task::id)
                .toList();
        Map<UUID, String> checkpoints =
                withoutCheckpoint.isEmpty() ? Map.of() : parts.record().checkpoints(withoutCheckpoint);
        Map<String, List<Assignment>> byNode = new LinkedHashMap<>();
        for (Task task : tasks) {
            long sliceMillis = machine.sliceMillis(task.spec().queue());
            byNode.computeIfAbsent(task.node(), node -> new ArrayList<>())
                    .add(task.assignment(payloads.get(task.id()), checkpoints.get(task.id()), sliceMillis));
        }
        // This node may have stood still since, and have been replaced: its own worker would not know.
        if (trusted.getAsBoolean()) {
            byNode.forEach((node, assignments) -> parts.workers().start(reigning, node, assignments));
        } else {
            stocktaking.askAnew();
        }
    }

    private void answer(Decision.Answer answer) {
        if (answer.refusal() == null) {
            answer.ticket().done(answer.tasks());
        } else {
            answer.ticket().refused(answer.refusal());
        }
        if (answer.ticket() instanceof Tickets.Given<?> given) {
            given.deliver(parts.answers());
        }
    }

    private void settle(List<Decision.Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        Map<String, List<AttemptReport>> byNode = new HashMap<>();
        for (Decision.Settled one : settled) {
            byNode.computeIfAbsent(one.node(), node -> new ArrayList<>()).add(one.report());
        }
        byNode.forEach((node, reports) -> parts.workers().settled(reigning, node, reports));
    }

    /** A node that was taken for dead and comes back tells of many at once: one line says so. */
    private void tellOfRefused(List<Decision.Settled> refused) {
        if (!refused.isEmpty()) {
            Decision.Settled first = refused.get(0);
            LOG.infof(
                    "%d reports to pool '%s' were refused: another attempt of the task came after theirs, or its end is known already. The first is of task %s from node %s, with token %d.",
                    refused.size(),
                    machine.settings().name(),
                    first.report().task(),
                    first.node(),
                    first.report().token());
        }
    }
}
