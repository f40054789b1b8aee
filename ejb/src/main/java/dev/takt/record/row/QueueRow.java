package dev.takt.record.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code queue}. */
@Entity
@Table(name = "queue")
public class QueueRow {
    @Id
    public String name;

    public String pool;

    @Column(name = "order_policy")
    public String orderPolicy;

    /** How often the order was changed. */
    @Column(name = "order_changes")
    public int orderChanges;

    public int weight;

    @Column(name = "slice_millis")
    public Long sliceMillis;

    @Column(name = "running_limit")
    public Integer runningLimit;

    @Column(name = "paused_at")
    public Instant pausedAt;

    @Column(name = "paused_by")
    public String pausedBy;

    @Column(name = "changed_at")
    public Instant changedAt;

    @Column(name = "changed_by")
    public String changedBy;
}
