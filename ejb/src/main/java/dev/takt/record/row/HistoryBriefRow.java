package dev.takt.record.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code task_history} without what may be long: for lists. */
@Entity
@Table(name = "task_history")
public class HistoryBriefRow extends TaskColumns {
    @Column(name = "ended_at")
    public Instant endedAt;
}
