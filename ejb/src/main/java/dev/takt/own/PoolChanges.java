package dev.takt.own;

import dev.takt.access.Audit;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import dev.takt.core.policy.FirstComeFirstServed;
import dev.takt.core.policy.LeastLoaded;
import dev.takt.core.policy.Order;
import dev.takt.core.policy.Placement;
import dev.takt.core.policy.Share;
import dev.takt.core.policy.WeightedFair;
import dev.takt.record.Database;
import dev.takt.record.row.LeaseRow;
import dev.takt.record.row.PoolRow;
import dev.takt.record.row.QueueRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.StatelessSession;

/** Makes and changes pools and queues: each change is checked, audited, and told to the owners. */
@ApplicationScoped
public class PoolChanges {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final String NAME_RULE = "A name is 1 to 100 characters of letters, digits, '.', '_' and '-'.";
    private static final int DEFAULT_WEIGHT = 100;
    private static final int DEFAULT_LOST_LIMIT = 3;
    private static final int RUNNING_LIMIT_MAX = 100_000;
    private static final Duration SLICE_MIN = Duration.ofMillis(dev.takt.core.queue.QueueSettings.SLICE_MIN_MILLIS);
    private static final Duration SLICE_MAX = Duration.ofMillis(dev.takt.core.queue.QueueSettings.SLICE_MAX_MILLIS);

    @Inject
    private Database database;

    @Inject
    private Owners owners;

    @Inject
    private Pools pools;

    /** Makes or changes a pool. */
    public Pools.PoolView putPool(String name, Pools.PoolSettings settings, String actor) {
        List<Violation> violations = new ArrayList<>();
        checkName(name, violations);
        checkNamed("placement", settings.placement(), Placement.NAMES, violations);
        checkNamed("share", settings.share(), Share.NAMES, violations);
        checkRange("lostLimit", settings.lostLimit(), 1, 100, violations);
        refuseIf(violations);
        database.inSession(session -> {
            PoolRow row = session.get(PoolRow.class, name);
            boolean made = row == null;
            PoolRow changed = made ? newPool(name) : row;
            changed.placement = settings.placement() == null ? changed.placement : settings.placement();
            changed.share = settings.share() == null ? changed.share : settings.share();
            changed.lostLimit = settings.lostLimit() == null ? changed.lostLimit : settings.lostLimit();
            changed.changedAt = now();
            changed.changedBy = actor;
            if (made) {
                session.insert(changed);
                session.insert(newLease(name));
            } else {
                session.update(changed);
            }
            audit(session, actor, made ? "pool.made" : "pool.changed", name, settings.toString());
            return null;
        });
        changed();
        return pools.pool(name).orElseThrow();
    }

    /** Puts in a pool for a rehearsal, with a queue of the same name; both as they are when nothing is said of them. */
    static void invent(StatelessSession session, String name) {
        PoolRow pool = newPool(name);
        pool.changedAt = now();
        pool.changedBy = "takt";
        session.insert(pool);
        session.insert(newLease(name));
        save(session, newQueue(name, name), true, "takt");
    }

    private static PoolRow newPool(String name) {
        PoolRow row = new PoolRow();
        row.name = name;
        row.placement = LeastLoaded.NAME;
        row.share = WeightedFair.NAME;
        row.lostLimit = DEFAULT_LOST_LIMIT;
        return row;
    }

    private static LeaseRow newLease(String pool) {
        LeaseRow lease = new LeaseRow();
        lease.pool = pool;
        lease.renewedAt = now();
        return lease;
    }

    /** Makes or changes a queue. */
    public Pools.QueueView putQueue(String name, Pools.QueueSettings settings, String actor) {
        List<Violation> violations = new ArrayList<>();
        checkName(name, violations);
        checkNamed("order", settings.order(), Order.NAMES, violations);
        checkRange("weight", settings.weight(), 1, 1000, violations);
        checkRange("runningLimit", settings.runningLimit(), 0, RUNNING_LIMIT_MAX, violations);
        checkSlice(settings.slice(), violations);
        String pool = settings.pool();
        if (pool != null && pools.isMissing(pool)) {
            violations.add(
                    new Violation("pool", "There is no pool '" + pool + "'; make it with PUT /pools/" + pool + "."));
        }
        refuseIf(violations);
        database.inSession(session -> {
            QueueRow row = session.get(QueueRow.class, name);
            boolean made = row == null;
            QueueRow changed = made ? newQueue(name, pool) : row;
            if (pool != null && !pool.equals(changed.pool)) {
                throw new TaktException.Conflict("Queue '" + name + "' belongs to pool '" + changed.pool
                        + "', and a queue stays in its pool. Make another queue in pool '" + pool + "'.");
            }
            if (settings.order() != null && !settings.order().equals(changed.orderPolicy)) {
                changed.orderPolicy = settings.order();
                changed.orderChanges += made ? 0 : 1;
            }
            changed.weight = settings.weight() == null ? changed.weight : settings.weight();
            if (settings.runningLimit() != null) {
                changed.runningLimit = settings.runningLimit() == 0 ? null : settings.runningLimit();
            }
            if (settings.slice() != null) {
                changed.sliceMillis =
                        settings.slice().isZero() ? null : settings.slice().toMillis();
            }
            save(session, changed, made, actor);
            audit(session, actor, made ? "queue.made" : "queue.changed", name, settings.toString());
            return null;
        });
        changed();
        return pools.queue(name).orElseThrow();
    }

    private static QueueRow newQueue(String name, String pool) {
        QueueRow row = new QueueRow();
        row.name = name;
        row.pool = pool == null ? "default" : pool;
        row.orderPolicy = FirstComeFirstServed.NAME;
        row.weight = DEFAULT_WEIGHT;
        return row;
    }

    private static void save(StatelessSession session, QueueRow row, boolean made, String actor) {
        row.changedAt = now();
        row.changedBy = actor;
        if (made) {
            session.insert(row);
        } else {
            session.update(row);
        }
    }

    /** No task of the queue starts until it is resumed; running ones go on, new ones are accepted. */
    public Pools.QueueView pause(String name, String actor) {
        return setPaused(name, actor, true);
    }

    public Pools.QueueView resume(String name, String actor) {
        return setPaused(name, actor, false);
    }

    private Pools.QueueView setPaused(String name, String actor, boolean paused) {
        database.inSession(session -> {
            QueueRow row = session.get(QueueRow.class, name);
            if (row == null) {
                throw new TaktException.NotFound(
                        "There is no queue '" + name + "'; GET /queues lists those there are.");
            }
            if ((row.pausedAt != null) != paused) {
                row.pausedAt = paused ? now() : null;
                row.pausedBy = paused ? actor : null;
                save(session, row, false, actor);
                audit(session, actor, paused ? "queue.paused" : "queue.resumed", name, null);
            }
            return null;
        });
        changed();
        return pools.queue(name).orElseThrow();
    }

    private void changed() {
        pools.readAgain();
        owners.begin();
        owners.settingsChanged();
    }

    private static void audit(StatelessSession session, String actor, String action, String target, String detail) {
        session.doWork(connection -> Audit.record(connection, actor, action, target, detail));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static void checkName(String name, List<Violation> violations) {
        if (!NAME.matcher(name).matches()) {
            violations.add(new Violation("name", "'" + name + "' is not a name. " + NAME_RULE));
        }
    }

    private static void checkNamed(String field, String value, List<String> names, List<Violation> violations) {
        if (value != null && !names.contains(value)) {
            violations.add(
                    new Violation(field, "There is no " + field + " '" + value + "'; choose one of " + names + "."));
        }
    }

    private static void checkRange(String field, Integer value, int min, int max, List<Violation> violations) {
        if (value != null && (value < min || value > max)) {
            violations.add(new Violation(field, "It is " + value + "; it must be " + min + " to " + max + "."));
        }
    }

    private static void checkSlice(Duration slice, List<Violation> violations) {
        if (slice != null && !slice.isZero() && (slice.compareTo(SLICE_MIN) < 0 || slice.compareTo(SLICE_MAX) > 0)) {
            violations.add(new Violation(
                    "slice",
                    "It is " + slice + "; it must be " + SLICE_MIN + " to " + SLICE_MAX + ", or PT0S for none."));
        }
    }

    private static void refuseIf(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
    }
}
