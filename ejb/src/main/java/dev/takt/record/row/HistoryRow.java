package dev.takt.record.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code task_history}: what happened. */
@Entity
@Table(name = "task_history")
public class HistoryRow extends TaskColumns {
    @Column(name = "ended_at")
    public Instant endedAt;

    public String payload;
    public String result;
}
