package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.pool.Ticket;
import dev.takt.core.queue.Line;
import dev.takt.core.task.Task;
import dev.takt.core.task.TaskSpec;
import dev.takt.own.PoolRecord.Reading;
import dev.takt.record.InboxRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Turns requests into commands by looking up in the record what the machine cannot know. Only reads. */
final class Lookup {
    private static final Logger LOG = Logger.getLogger(Lookup.class);

    /** How many inbox rows, or expired tasks, one round takes. */
    static final int SWEEP_MAX = 1_000;

    private final String pool;
    private final PoolMachine machine;

    Lookup(String pool, PoolMachine machine) {
        this.pool = pool;
        this.machine = machine;
    }

    /** Whether requests need the record at all: plain submissions to known queues and reports do not. */
    boolean needsRecord(List<Request> requests) {
        for (Request request : requests) {
            if (request instanceof Request.Cancellation || request instanceof Request.Hastening) {
                return true;
            }
            if (request instanceof Request.Submission submission
                    && (submission.repeated()
                            || submission.tasks().stream().anyMatch(task -> task.clientKey() != null))) {
                return true;
            }
        }
        return namesUnknownQueue(requests);
    }

    /** Whether a queue is named that the machine does not know: it may be new. */
    boolean namesUnknownQueue(List<Request> requests) {
        for (Request request : requests) {
            if (request instanceof Request.Submission submission) {
                for (TaskSpec task : submission.tasks()) {
                    if (!machine.hasQueue(task.queue())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether nobody waits any more: whoever gave up has put the same tasks into the inbox. */
    private static boolean isGivenUp(Request.Submission submission) {
        return submission.answer().isDone();
    }

    /** Commands that need nothing looked up. */
    void plain(List<Request> requests, Round round) {
        for (Request request : requests) {
            if (request instanceof Request.Report report) {
                round.commands().add(new Command.Report(report.node(), report.report()));
            } else if (request instanceof Request.Stock stock) {
                round.stocks().add(stock);
            } else if (request instanceof Request.Submission submission && !isGivenUp(submission)) {
                round.commands()
                        .add(new Command.Submit(
                                submission.tasks(), new Tickets.OfSubmission(submission.answer(), submission.tasks())));
            }
        }
    }

    /** All commands, with the record's help. */
    void resolved(Reading record, List<Request> requests, Round round) {
        Known known = known(record, requests);
        Map<UUID, Task> found = found(record, requests);
        for (Request request : requests) {
            if (request instanceof Request.Report report) {
                round.commands().add(new Command.Report(report.node(), report.report()));
            } else if (request instanceof Request.Stock stock) {
                round.stocks().add(stock);
            } else if (request instanceof Request.Submission submission && !isGivenUp(submission)) {
                round.commands().add(submit(submission, known));
            } else if (request instanceof Request.Cancellation cancellation) {
                round.commands()
                        .add(new Command.Cancel(
                                cancellation.task(),
                                found.get(cancellation.task()),
                                cancellation.actor(),
                                new Tickets.OfTask(cancellation.answer())));
            } else if (request instanceof Request.Hastening hastening) {
                round.commands()
                        .add(new Command.Hasten(
                                hastening.task(),
                                found.get(hastening.task()),
                                hastening.actor(),
                                new Tickets.OfTask(hastening.answer())));
            }
        }
    }

    /**
     * What of a round's submissions is there already.
     *
     * @param byKey tasks of the record by their client keys
     * @param byId tasks of the record, of those submissions that may have come in twice
     * @param keysNow the tasks that this round makes, by their keys
     * @param idsNow the tasks that this round makes
     */
    private record Known(
            Map<String, TaskReceipt> byKey, Map<UUID, TaskReceipt> byId, Map<String, UUID> keysNow, Set<UUID> idsNow) {}

    private static Command.Submit submit(Request.Submission submission, Known known) {
        List<TaskSpec> fresh = new ArrayList<>(submission.tasks().size());
        Map<UUID, TaskReceipt> existing = new HashMap<>();
        Map<UUID, UUID> sameAs = new HashMap<>();
        for (TaskSpec task : submission.tasks()) {
            String key = task.clientKey();
            TaskReceipt before = known.byId().get(task.id());
            if (before == null && key != null) {
                before = known.byKey().get(key);
            }
            if (before != null) {
                existing.put(task.id(), before);
            } else if (key != null && known.keysNow().containsKey(key)) {
                // Before the id is looked at: one that came in twice may have been another's twin the first time too.
                sameAs.put(task.id(), known.keysNow().get(key));
            } else if (!known.idsNow().add(task.id())) {
                sameAs.put(task.id(), task.id());
            } else {
                fresh.add(task);
                if (key != null) {
                    known.keysNow().put(key, task.id());
                }
            }
        }
        return new Command.Submit(
                fresh, new Tickets.OfSubmission(submission.answer(), submission.tasks(), existing, sameAs));
    }

    private static Known known(Reading record, List<Request> requests) {
        Set<String> keys = new HashSet<>();
        Set<UUID> ids = new HashSet<>();
        for (Request request : requests) {
            if (request instanceof Request.Submission submission) {
                for (TaskSpec task : submission.tasks()) {
                    if (task.clientKey() != null) {
                        keys.add(task.clientKey());
                    }
                    if (submission.repeated()) {
                        ids.add(task.id());
                    }
                }
            }
        }
        return new Known(
                keys.isEmpty() ? Map.of() : record.known(keys),
                ids.isEmpty() ? Map.of() : receipts(record.states(ids)),
                new HashMap<>(),
                new HashSet<>());
    }

    private static Map<UUID, TaskReceipt> receipts(Map<UUID, TaskState> states) {
        Map<UUID, TaskReceipt> receipts = new HashMap<>();
        states.forEach((id, state) -> receipts.put(id, new TaskReceipt(id.toString(), state, false)));
        return receipts;
    }

    private Map<UUID, Task> found(Reading record, List<Request> requests) {
        Set<UUID> ids = new HashSet<>();
        for (Request request : requests) {
            if (request instanceof Request.Cancellation cancellation) {
                ids.add(cancellation.task());
            } else if (request instanceof Request.Hastening hastening) {
                ids.add(hastening.task());
            }
        }
        ids.removeIf(id -> machine.held(id) != null);
        return ids.isEmpty() ? Map.of() : record.live(ids);
    }

    /** Whether a window of the machine runs low. */
    boolean wantsRefill() {
        return machine.schedule().isLow() || !machine.linesToRefill().isEmpty();
    }

    /** Fills the windows that run low. */
    void refill(Reading record, Round round) {
        for (Line line : machine.linesToRefill()) {
            int room = line.window().room();
            List<Task> tasks = record.line(
                    line.queue().name(),
                    line.handler(),
                    line.window().boundaryRank(),
                    line.window().boundaryId(),
                    room);
            round.commands().add(new Command.LineRefilled(line, tasks, tasks.size() < room));
        }
        if (machine.schedule().isLow()) {
            int room = machine.schedule().room();
            List<Task> tasks = record.schedule(
                    pool, machine.schedule().boundaryRank(), machine.schedule().boundaryId(), room);
            round.commands().add(new Command.ScheduleRefilled(tasks, tasks.size() < room));
        }
    }

    /**
     * What came in through the inbox, as requests that nobody waits for. Cancellations come last: the inbox is in the order of ids,
     * which is that of several nodes' clocks, and one may stand before the task that it is for.
     */
    List<Request> inbox(Reading record, Round round) {
        List<Request> requests = new ArrayList<>();
        List<Request> cancellations = new ArrayList<>();
        for (InboxRows.Item item : record.inbox(pool, SWEEP_MAX)) {
            if (item instanceof InboxRows.Item.Unreadable unreadable) {
                LOG.errorf(
                        "Row %s of the inbox cannot be read and is set aside as UNREADABLE: %s Its submitter has a "
                                + "receipt; read the row's document and submit it again.",
                        unreadable.row(), unreadable.reason());
                round.unreadableRows().add(unreadable.row());
                continue;
            }
            round.inboxRows().add(item.row());
            if (item instanceof InboxRows.Item.Submission submission) {
                requests.add(new Request.Submission(List.of(submission.task()), true, Tickets.nobody()));
            } else if (item instanceof InboxRows.Item.Cancellation cancellation) {
                cancellations.add(
                        new Request.Cancellation(cancellation.task(), cancellation.actor(), Tickets.nobody()));
            }
        }
        requests.addAll(cancellations);
        return requests;
    }

    /** Tasks whose time to live is over. */
    void expired(Reading record, long nowMicros, Round round) {
        List<Task> tasks = record.expired(pool, nowMicros, SWEEP_MAX);
        if (!tasks.isEmpty()) {
            round.commands().add(new Command.Expire(tasks));
        }
    }

    /** A refusal in the words of the API. */
    static TaktException explain(Ticket.Refusal refusal) {
        return switch (refusal) {
            case NOT_LIVE ->
                new TaktException.NotFound("There is no task with this id among those that have not ended.");
            case NOT_SCHEDULED ->
                new TaktException.Conflict("The task does not wait for a time; it needs no hastening.");
            case NO_QUEUE ->
                new TaktException.Conflict(
                        "The queue has just been moved to another pool or removed; nothing was done, submit again.");
        };
    }
}
