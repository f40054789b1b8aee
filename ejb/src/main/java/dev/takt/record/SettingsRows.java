package dev.takt.record;

import dev.takt.core.policy.Order;
import dev.takt.core.pool.PoolSettings;
import dev.takt.core.queue.QueueSettings;
import dev.takt.record.row.PoolRow;
import dev.takt.record.row.QueueRow;
import java.util.List;
import org.hibernate.StatelessSession;

/** The settings of pools and queues, between rows and what the core takes. */
public final class SettingsRows {
    private SettingsRows() {}

    public static List<PoolRow> pools(StatelessSession session) {
        return session.createQuery("from PoolRow order by name", PoolRow.class).list();
    }

    public static List<QueueRow> queues(StatelessSession session) {
        return session.createQuery("from QueueRow order by name", QueueRow.class)
                .list();
    }

    public static PoolSettings settings(PoolRow row) {
        return new PoolSettings(row.name, row.placement, row.share, row.lostLimit);
    }

    public static QueueSettings settings(QueueRow row) {
        return new QueueSettings(
                row.name,
                Order.named(row.orderPolicy),
                row.orderChanges,
                row.weight,
                row.runningLimit == null ? QueueSettings.NO_LIMIT : row.runningLimit,
                row.sliceMillis == null ? 0 : row.sliceMillis,
                row.pausedAt != null);
    }
}
