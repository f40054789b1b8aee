package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.cluster.Courier;
import dev.takt.cluster.Message;
import dev.takt.cluster.Message.Refused.Refusal;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Brings what other nodes say to those on this node whom it concerns, and their answers back. Never blocks. */
final class Switchboard {
    private final Function<String, Owner> owners;
    private final Supplier<Collection<Owner>> all;
    private final WorkerDoor door;
    private final Courier courier;
    private final Questions questions;

    Switchboard(
            Function<String, Owner> owners,
            Supplier<Collection<Owner>> all,
            WorkerDoor door,
            Courier courier,
            Questions questions) {
        this.owners = owners;
        this.all = all;
        this.door = door;
        this.courier = courier;
        this.questions = questions;
    }

    /** Takes a report of this node's worker to the owner of its pool; false when none is known. */
    boolean report(String self, String pool, AttemptReport report) {
        Owner owner = owners.apply(pool);
        if (owner == null) {
            return false;
        }
        if (owner.hear(new Request.Report(self, report))) {
            return true;
        }
        String other = owner.owner();
        return other != null && !other.equals(self) && courier.send(other, new Message.Report(pool, report));
    }

    void hear(String from, Message message) {
        if (message instanceof Message.Start start) {
            door.start(new Reigning(start.pool(), start.epoch()), start.assignments());
        } else if (message instanceof Message.Stop stop) {
            door.stop(new Reigning(stop.pool(), stop.epoch()), stop.attempt());
        } else if (message instanceof Message.Settled settled) {
            door.settled(settled.attempts());
        } else if (message instanceof Message.Report report) {
            withOwner(report.pool(), owner -> owner.hear(new Request.Report(from, report.report())));
        } else if (message instanceof Message.TakeStock question) {
            Set<AttemptRef> held = door.takeStock(new Reigning(question.pool(), question.epoch()));
            if (held != null) {
                courier.send(from, new Message.Stock(question.pool(), question.latestToken(), held));
            }
        } else if (message instanceof Message.Stock stock) {
            withOwner(stock.pool(), owner -> owner.hear(new Request.Stock(from, stock.latestToken(), stock.held())));
        } else if (message instanceof Message.Reigns reigns) {
            withOwner(reigns.pool(), owner -> owner.heardOf(from, reigns.epoch()));
            door.begin(new Reigning(reigns.pool(), reigns.epoch()));
        } else if (message instanceof Message.HandedOver handedOver) {
            withOwner(handedOver.pool(), Owner::look);
        } else if (message instanceof Message.Here) {
            here(from);
        } else if (message instanceof Message.Changed changed) {
            changed(changed.what());
        } else {
            converse(from, message);
        }
    }

    private void converse(String from, Message message) {
        if (message instanceof Message.Submit submit) {
            ask(
                    from,
                    submit.number(),
                    submit.pool(),
                    (owner, answer) -> owner.submit(new Request.Submission(submit.tasks(), true, answer)));
        } else if (message instanceof Message.Cancel cancel) {
            askAboutOne(
                    from,
                    cancel.number(),
                    cancel.pool(),
                    (owner, answer) -> owner.control(new Request.Cancellation(cancel.task(), cancel.actor(), answer)));
        } else if (message instanceof Message.Hasten hasten) {
            askAboutOne(
                    from,
                    hasten.number(),
                    hasten.pool(),
                    (owner, answer) -> owner.control(new Request.Hastening(hasten.task(), hasten.actor(), answer)));
        } else if (message instanceof Message.Done done) {
            questions.answered(done.number(), done.receipts());
        } else if (message instanceof Message.Refused refused) {
            questions.refused(refused);
        }
    }

    /** Somebody is new here, or sees us for the first time: tells it which pools are owned here. */
    private void here(String newcomer) {
        for (Owner owner : all.get()) {
            owner.sayWhetherReigning(newcomer, courier);
            owner.sweep();
        }
    }

    private void changed(Message.Changed.What what) {
        for (Owner owner : new ArrayList<>(all.get())) {
            switch (what) {
                case SETTINGS -> owner.settingsChanged();
                case TRIGGERS -> owner.triggersChanged();
                case INBOX, NODES -> owner.sweep();
            }
        }
    }

    private void withOwner(String pool, Consumer<Owner> action) {
        Owner owner = owners.apply(pool);
        if (owner != null) {
            action.accept(owner);
        }
    }

    private void ask(
            String from, long number, String pool, BiConsumer<Owner, CompletableFuture<List<TaskReceipt>>> question) {
        Owner owner = owners.apply(pool);
        if (owner == null || !owner.isReigning()) {
            courier.send(from, new Message.Refused(number, Refusal.NOT_OWNER, "This node does not own the pool.", 0));
            return;
        }
        CompletableFuture<List<TaskReceipt>> answer = new CompletableFuture<>();
        answer.whenComplete((receipts, refusal) -> courier.send(
                from, refusal == null ? new Message.Done(number, receipts) : Questions.refusal(number, refusal)));
        try {
            question.accept(owner, answer);
        } catch (TaktException.Busy full) {
            answer.completeExceptionally(full);
        }
    }

    private void askAboutOne(
            String from, long number, String pool, BiConsumer<Owner, CompletableFuture<TaskReceipt>> question) {
        ask(from, number, pool, (owner, answers) -> question.accept(owner, Questions.one(answers)));
    }
}
