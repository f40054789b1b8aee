package dev.takt.work;

import dev.takt.core.task.AttemptRef;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * The attempts that this node answers for: those in the line, those that run, and those that have ended but whose
 * owner has not confirmed the commit. Reports of the latter are repeated.
 */
final class Reports {
    /** How soon a report that was refused is offered again: an owner's queue is full for some milliseconds. */
    static final long REFUSED_REPEAT_NANOS = Duration.ofMillis(20).toNanos();
    /** How soon a report that was taken but not confirmed is offered again: far longer than a slow commit. */
    static final long UNCONFIRMED_REPEAT_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * How many settled attempts are remembered, so that an order that was on its way for long does not start one again:
     * some seconds of the highest throughput.
     */
    private static final int SETTLED_MAX = 50_000;

    private final AttemptReports owner;
    private final WorkerTime time;
    private final ConcurrentMap<AttemptRef, Attempt> held = new ConcurrentHashMap<>();
    private final Queue<Attempt> refused = new ConcurrentLinkedQueue<>();
    private final Set<AttemptRef> settled = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptRef, Boolean> eldest) {
            return size() > SETTLED_MAX;
        }
    });
    private long unconfirmedAtNanos = UNCONFIRMED_REPEAT_NANOS;

    Reports(AttemptReports owner, WorkerTime time) {
        this.owner = owner;
        this.time = time;
    }

    /** Answers for an attempt from now on; false when it does so already, or did and is through with it. */
    boolean hold(Attempt attempt) {
        synchronized (settled) {
            if (settled.contains(attempt.ref())) {
                return false;
            }
        }
        return held.putIfAbsent(attempt.ref(), attempt) == null;
    }

    Attempt find(AttemptRef ref) {
        return held.get(ref);
    }

    Collection<Attempt> held() {
        return held.values();
    }

    /** Offers the report of an attempt that has ended; false when it must be repeated soon. */
    boolean deliver(Attempt attempt) {
        boolean taken = owner.offer(attempt.assignment().pool(), attempt.report());
        attempt.offered(time.nanos(), taken);
        if (!taken) {
            refused.add(attempt);
        }
        return taken;
    }

    /** The owner has committed these; only that they were here is kept, for a while. */
    void confirmed(Iterable<AttemptRef> committed) {
        for (AttemptRef attempt : committed) {
            if (held.remove(attempt) != null) {
                synchronized (settled) {
                    settled.add(attempt);
                }
            }
        }
    }

    /** Answers no longer for what has not begun. */
    void forgetWaiting() {
        held.values().removeIf(Attempt::forget);
    }

    /** The attempts of a pool that this node answers for. */
    Set<AttemptRef> held(String pool) {
        Set<AttemptRef> attempts = new HashSet<>();
        for (Attempt attempt : held.values()) {
            if (attempt.assignment().pool().equals(pool)) {
                attempts.add(attempt.ref());
            }
        }
        return attempts;
    }

    /** Offers all unconfirmed reports of a pool again, because its owner is new. */
    void repeat(String pool) {
        for (Attempt attempt : held.values()) {
            if (isUnconfirmed(attempt) && attempt.assignment().pool().equals(pool)) {
                deliver(attempt);
            }
        }
    }

    /** Whether its report was taken, but its commit is not known; one that was refused is repeated soon anyhow. */
    private static boolean isUnconfirmed(Attempt attempt) {
        return attempt.report() != null && !attempt.isRefused();
    }

    /** Offers again what was refused; an owner that refuses once more is left alone until the next time. */
    private void repeatRefused() {
        Set<String> refusing = new HashSet<>();
        // Only as many as there were: a report that is refused again is put back.
        for (int n = refused.size(); n > 0; n--) {
            Attempt attempt = refused.poll();
            if (attempt == null || !held.containsKey(attempt.ref())) {
                continue;
            }
            String pool = attempt.assignment().pool();
            if (refusing.contains(pool)) {
                refused.add(attempt);
            } else if (!deliver(attempt)) {
                refusing.add(pool);
            }
        }
    }

    /** Repeats what is due; says when to come again. */
    long patrol(long nowNanos) {
        repeatRefused();
        if (nowNanos >= unconfirmedAtNanos) {
            unconfirmedAtNanos = nowNanos + UNCONFIRMED_REPEAT_NANOS;
            for (Attempt attempt : held.values()) {
                if (isUnconfirmed(attempt) && nowNanos - attempt.offeredAtNanos() >= UNCONFIRMED_REPEAT_NANOS) {
                    deliver(attempt);
                }
            }
        }
        return refused.isEmpty() ? unconfirmedAtNanos : Math.min(unconfirmedAtNanos, nowNanos + REFUSED_REPEAT_NANOS);
    }
}
