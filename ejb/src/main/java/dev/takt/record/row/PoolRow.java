package dev.takt.record.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code pool}. */
@Entity
@Table(name = "pool")
public class PoolRow {
    @Id
    public String name;

    public String placement;
    public String share;

    @Column(name = "lost_limit")
    public int lostLimit;

    @Column(name = "changed_at")
    public Instant changedAt;

    @Column(name = "changed_by")
    public String changedBy;
}
