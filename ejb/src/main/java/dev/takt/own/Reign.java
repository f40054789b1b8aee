package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.core.Micros;
import dev.takt.core.pool.Command;
import dev.takt.core.pool.Decision;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.task.TaskSpec;
import dev.takt.record.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One node's ownership of one pool for one epoch: rounds of hearing, deciding, persisting and speaking. For the owner's
 * thread only.
 */
final class Reign {
    private static final Logger LOG = Logger.getLogger(Reign.class);

    /** Every transaction that writes renews the lease, and so does a sweep when none has for so long. */
    private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How often the inbox, the nodes and the times to live are looked at when nobody says that something changed. */
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    /** After what time between two sweeps the record must have been out of reach, or this node have stood still. */
    private static final long CONTACT_GAP_NANOS = SWEEP_NANOS * 3 / 2;

    /** For how long after a renewal attempts are handed out: before another owner may have decided otherwise. */
    private static final long TRUSTED_NANOS =
            TimeUnit.SECONDS.toNanos(Leases.TERM_SECONDS) - TimeUnit.MILLISECONDS.toNanos(200);

    /** How many submitted tasks a round takes in any case: in rounds of some milliseconds, tens of thousands a second. */
    private static final int APPETITE_MIN = 200;

    private final OwnerParts parts;
    private final String pool;
    private final long epoch;
    private final PoolMachine machine;
    private final Lookup lookup;
    private final TriggerClock triggers;
    private final Standing standing;
    private final Consumer<String> losses;
    private final Stocktaking stocktaking;
    private final Voice voice;
    private final RollCall roll;
    private final Counting counting;
    private long sweptNanos;

    /** When the transaction began that renewed the lease last: it holds for its term from then on. */
    private long renewedNanos;

    private int appetite = Mailbox.ROUND_TASKS_MAX;

    /** @param losses is told the ids of nodes that were found gone, once that is in the record */
    Reign(
            OwnerParts parts,
            long epoch,
            PoolLoader.Loaded loaded,
            EndedCounts ended,
            Standing standing,
            Consumer<String> losses) {
        this.parts = parts;
        this.pool = loaded.machine().settings().name();
        this.epoch = epoch;
        this.machine = loaded.machine();
        Reigning reigning = new Reigning(pool, epoch);
        this.stocktaking = new Stocktaking(machine, parts.workers(), reigning);
        this.voice = new Voice(parts, machine, reigning, stocktaking, ended, this::isTrusted);
        // The first round sweeps and renews: when the lease was taken is some time ago.
        this.sweptNanos = parts.time().nanos() - SWEEP_NANOS;
        this.renewedNanos = sweptNanos;
        this.roll = new RollCall(machine, parts.workers(), parts.time(), CONTACT_GAP_NANOS);
        this.lookup = new Lookup(pool, machine);
        this.counting = new Counting(parts, machine);
        this.triggers = new TriggerClock(pool, parts.planner());
        this.standing = standing;
        this.losses = losses;
    }

    /** Another node owns the pool now. */
    static final class Replaced extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Somebody else changed what this round was decided on; nothing was written. */
    static final class Outdated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Outdated(String message) {
            super(message);
        }
    }

    /**
     * Hears what has been said (or lets time pass), decides, persists, speaks.
     *
     * @param requests what the mailbox had; may be empty
     * @param sweep true when somebody said that there is something in the inbox, or that handlers changed
     * @param settings true when somebody said that pools or queues changed
     */
    void round(List<Request> requests, boolean sweep, boolean settings) {
        Instant now = parts.time().now();
        Round round = prepare(requests, now, sweep, settings);
        Decision decision = machine.decide(round.commands(), Micros.of(now));
        // Whoever is to be answered, and be it by a refusal, is answered by an owner: the epoch check comes first.
        boolean speaks = !decision.settled().isEmpty()
                || !decision.answers().isEmpty()
                || !round.stocks().isEmpty();
        if (decision.changesRecord() || round.changesRecord() || speaks) {
            persist(decision, round);
        }
        round.commands().forEach(this::tellOfLoss);
        voice.say(decision);
        for (Request.Stock stock : round.stocks()) {
            voice.startAgain(stocktaking.compare(stock));
        }
        counting.goOn();
        parts.vacuums().accept(decision.ended().size());
        int started = decision.started().size();
        appetite = machine.leavesWaiting() ? Math.max(APPETITE_MIN, started / 2) : Mailbox.ROUND_TASKS_MAX;
        standing.show(machine, epoch, decision);
    }

    /**
     * How many more submitted tasks the next round may take. While tasks wait for room it is half as many as the latest
     * round could start, so that the line grows shorter: a task that starts when it comes is written once, and one that
     * waits must be written again.
     */
    int appetite() {
        return appetite;
    }

    /** How long the owner may wait for requests before the next round. */
    long waitNanos() {
        long nowMicros = Micros.of(parts.time().now());
        long wait = SWEEP_NANOS - (parts.time().nanos() - sweptNanos);
        wait = Math.min(wait, standing.renewalNanos());
        wait = Math.min(wait, counting.waitNanos());
        wait = Math.min(wait, untilNanos(machine.nextDueMicros(), nowMicros));
        Instant fire = triggers.next();
        if (!fire.equals(Instant.MAX)) {
            wait = Math.min(wait, untilNanos(Micros.of(fire), nowMicros));
        }
        return lookup.wantsRefill() ? 0 : Math.max(0, wait);
    }

    private static long untilNanos(long micros, long nowMicros) {
        return micros - nowMicros > 60_000_000L ? TimeUnit.MINUTES.toNanos(1) : (micros - nowMicros) * 1_000;
    }

    private Round prepare(List<Request> requests, Instant now, boolean woken, boolean changed) {
        Round round = new Round();
        boolean sweep = woken || parts.time().nanos() - sweptNanos >= SWEEP_NANOS;
        boolean refill = lookup.wantsRefill();
        boolean readTriggers = triggers.wantsReading(now);
        if (!sweep && !changed && !refill && !readTriggers && !lookup.needsRecord(requests)) {
            fire(now, round);
            lookup.plain(requests, round);
            return round;
        }
        read(sweep, record -> {
            // Refills come first: what follows may change the windows for which they were read.
            if (refill) {
                lookup.refill(record, round);
            }
            List<Request> all = new ArrayList<>();
            if (sweep) {
                all.addAll(lookup.inbox(record, round));
                lookup.expired(record, Micros.of(now), round);
                Set<String> present = roll.call(record, round.commands());
                stocktaking.ask(present, parts.time().nanos());
                // A full sweep may have left something behind: the next follows at once.
                sweptNanos = parts.time().nanos() - (round.inboxRows().size() < Lookup.SWEEP_MAX ? 0 : SWEEP_NANOS);
            }
            if (readTriggers) {
                triggers.read(record, now);
            }
            all.addAll(requests);
            if (changed || readTriggers || lookup.namesUnknownQueue(all)) {
                settings(record, round);
            }
            lookup.resolved(record, all, round);
        });
        fire(now, round);
        return round;
    }

    private void read(boolean sweep, Consumer<PoolRecord.Reading> questions) {
        long beganNanos = parts.time().nanos();
        if (!sweep || beganNanos - renewedNanos < RENEW_NANOS) {
            parts.record().read(record -> {
                questions.accept(record);
                return null;
            });
        } else if (parts.record().renewAndRead(pool, parts.self().id(), epoch, questions)) {
            renewedNanos = beganNanos;
        } else {
            throw new Replaced();
        }
    }

    /** Each firing is a submission of its own: what is wrong with one job must not keep the others from their time. */
    private void fire(Instant now, Round round) {
        triggers.expect(now);
        List<TaskSpec> tasks = triggers.fire(now, round.firings());
        if (tasks.stream().anyMatch(task -> !machine.hasQueue(task.queue()))) {
            parts.record().read(record -> {
                settings(record, round);
                return null;
            });
        }
        for (TaskSpec task : tasks) {
            List<TaskSpec> one = List.of(task);
            round.commands().add(new Command.Submit(one, new Tickets.OfSubmission(firing(task), one)));
        }
    }

    /** Nobody waits for what a trigger makes; that it makes nothing must be seen all the same. */
    private static CompletableFuture<List<TaskReceipt>> firing(TaskSpec task) {
        CompletableFuture<List<TaskReceipt>> answer = Tickets.nobody();
        answer.whenComplete((made, refusal) -> {
            if (refusal != null) {
                LOG.errorf("A trigger of job '%s' made no task: %s", task.job(), refusal.getMessage());
            }
        });
        return answer;
    }

    /** The id of the node that this one should give the pool to; null when this one ought to own it. */
    String successor() {
        return roll.successor();
    }

    private void settings(PoolRecord.Reading record, Round round) {
        PoolRecord.Settings settings = record.settings(pool);
        settings.queues().forEach(queue -> round.commands().add(new Command.QueueChanged(queue)));
        round.commands().add(new Command.PoolChanged(settings.pool()));
    }

    /** One transaction, and the epoch check first. */
    private void persist(Decision decision, Round round) {
        long beganNanos = parts.time().nanos();
        PoolRecord.Written written = parts.record().write(pool, parts.self().id(), epoch, decision, round);
        switch (written) {
            case DONE -> renewedNanos = beganNanos;
            case REPLACED -> throw new Replaced();
            case KEY_TAKEN ->
                throw new Outdated(
                        "A key of a task for pool '" + pool
                                + "' was used in another pool at the same moment; nothing was done, and the pool is loaded again.");
            case TRIGGERS_CHANGED ->
                throw new Outdated("A job's triggers were changed while one of them fired in pool '" + pool
                        + "'; nothing was done, and the pool is loaded again.");
        }
    }

    private boolean isTrusted() {
        return parts.time().nanos() - renewedNanos < TRUSTED_NANOS;
    }

    private void tellOfLoss(Command command) {
        if (command instanceof Command.NodeGone gone) {
            losses.accept(gone.id());
        }
    }

    /** The first words of a reign. */
    void begin() {
        voice.begin();
    }

    /** Drops what is held from outside; the record has all that counts. */
    void end() {
        counting.close();
    }

    /** Gives the pool up: it is over, and another node need not wait. */
    void abdicate() {
        parts.record().release(pool, parts.self().id(), epoch);
    }

    /** Triggers are read again in the next round. */
    void forgetTriggers() {
        triggers.forget();
    }

    /** Tells those whose requests were taken but not done. */
    static void giveBack(List<Request> requests, String why) {
        TaktException.Busy busy = TaktException.Busy.unavailable(why, Duration.ofSeconds(1));
        for (Request request : requests) {
            if (request instanceof Request.Submission submission) {
                submission.answer().completeExceptionally(busy);
            } else if (request instanceof Request.Cancellation cancellation) {
                cancellation.answer().completeExceptionally(busy);
            } else if (request instanceof Request.Hastening hastening) {
                hastening.answer().completeExceptionally(busy);
            }
        }
    }
}
