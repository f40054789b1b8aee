package dev.takt.own;

import dev.takt.core.pool.PoolMachine;
import dev.takt.core.task.Assignment;
import dev.takt.core.task.AttemptRef;
import dev.takt.work.Attempts;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets owners speak to this node's worker, but not those that it knows to have been replaced: what they want was decided
 * on what is no longer true.
 */
final class WorkerDoor {
    private final Attempts attempts;
    private final ConcurrentMap<String, Long> epochs = new ConcurrentHashMap<>();

    WorkerDoor(Attempts attempts) {
        this.attempts = attempts;
    }

    private boolean isCurrent(Reigning owner) {
        return epochs.merge(owner.pool(), owner.epoch(), Math::max) <= owner.epoch();
    }

    /** A pool has a new owner. */
    void begin(Reigning owner) {
        if (isCurrent(owner)) {
            attempts.repeatReports(owner.pool());
        }
    }

    void start(Reigning owner, List<Assignment> assignments) {
        if (isCurrent(owner)) {
            attempts.start(assignments);
        }
    }

    void stop(Reigning owner, AttemptRef attempt) {
        if (isCurrent(owner) && PoolMachine.epochOf(attempt.token()) <= owner.epoch()) {
            attempts.cancel(attempt);
        }
    }

    /** A commit is a fact, whoever made it. */
    void settled(Collection<AttemptRef> committed) {
        attempts.confirmed(committed);
    }

    /** What the worker holds of the pool; null when the asker has been replaced. */
    Set<AttemptRef> takeStock(Reigning owner) {
        return isCurrent(owner) ? attempts.held(owner.pool()) : null;
    }
}
