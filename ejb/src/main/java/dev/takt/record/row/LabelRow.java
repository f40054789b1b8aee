package dev.takt.record.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** Table {@code task_label}. */
@Entity
@Table(name = "task_label")
@IdClass(LabelRow.Key.class)
public class LabelRow {
    /** Which label of which task. */
    public record Key(String label, UUID task) implements Serializable {}

    /** As {@code name=value}. */
    @Id
    public String label;

    @Id
    public UUID task;
}
