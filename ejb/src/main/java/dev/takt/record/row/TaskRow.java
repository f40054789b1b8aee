package dev.takt.record.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Table {@code task}: what still has to happen. */
@Entity
@Table(name = "task")
public class TaskRow extends TaskColumns {
    public long rank;
    public String payload;
}
