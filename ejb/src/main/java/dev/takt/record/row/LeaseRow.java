package dev.takt.record.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code pool_lease}. */
@Entity
@Table(name = "pool_lease")
public class LeaseRow {
    @Id
    public String pool;

    public String owner;

    @Column(name = "owner_name")
    public String ownerName;

    public long epoch;

    @Column(name = "renewed_at")
    public Instant renewedAt;
}
