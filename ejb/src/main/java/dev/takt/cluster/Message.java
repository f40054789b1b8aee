package dev.takt.cluster;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptRef;
import dev.takt.core.task.AttemptReport;
import dev.takt.core.task.TaskSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What nodes say to each other. Each message may be lost, late, or heard twice, and does no harm then: attempts have
 * tokens, tasks have ids, and whoever gets no answer asks the record.
 */
public sealed interface Message {
    /**
     * A node introduces itself: to all when the group changes, and to each of which it hears for the first time.
     *
     * @param wantsAnswer whether the sender does not know the receiver: an introduction may have been lost
     */
    record Here(String name, boolean wantsAnswer) implements Message {}

    /** The sender owns a pool now: unsettled reports are to be made to it. */
    record Reigns(String pool, long epoch) implements Message {}

    /** The sender has given a pool up in favour of the receiver. */
    record HandedOver(String pool) implements Message {}

    /** Attempts for the receiver's worker. */
    record Start(String pool, long epoch, List<Assignment> assignments) implements Message {}

    /** An attempt that the receiver's worker should stop. */
    record Stop(String pool, long epoch, AttemptRef attempt) implements Message {}

    /** Reports that are committed: the receiver's worker may forget them. */
    record Settled(String pool, long epoch, List<AttemptRef> attempts) implements Message {}

    /** Which attempts of the pool does the receiver's worker hold? */
    record TakeStock(String pool, long epoch, long latestToken) implements Message {}

    /** The answer to {@link TakeStock}. */
    record Stock(String pool, long latestToken, Set<AttemptRef> held) implements Message {}

    /** How an attempt ended, for the owner of its pool. */
    record Report(String pool, AttemptReport report) implements Message {}

    /** Tasks for the owner of a pool; the answer has the same number. */
    record Submit(long number, String pool, List<TaskSpec> tasks) implements Message {}

    /** A task to be cancelled by the owner of its pool. */
    record Cancel(long number, String pool, UUID task, String actor) implements Message {}

    /** A scheduled task that is to start now. */
    record Hasten(long number, String pool, UUID task, String actor) implements Message {}

    /** The owner's answer: durable when it is given. */
    record Done(long number, List<TaskReceipt> receipts) implements Message {}

    /** The owner's refusal; {@code NOT_OWNER} says that the receiver was not the owner, and did nothing. */
    record Refused(long number, Refusal kind, String message, long retryAfterMillis) implements Message {
        /** The kinds of {@link TaktException} that an owner gives. */
        public enum Refusal {
            NOT_OWNER,
            OVERLOADED,
            UNAVAILABLE,
            NOT_FOUND,
            CONFLICT,
            FAILED
        }

        public Refused {
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** Something changed in the record that owners should look at. */
    record Changed(What what) implements Message {
        /** What changed. */
        public enum What {
            SETTINGS,
            TRIGGERS,
            INBOX,
            NODES
        }

        public Changed {
            Objects.requireNonNull(what, "what");
        }
    }
}
