package dev.takt.record.row;

import dev.takt.core.task.AttemptOutcome;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** Table {@code attempt}. */
@Entity
@Table(name = "attempt")
@IdClass(AttemptRow.Key.class)
public class AttemptRow {
    /** Which attempt, or which slice of one, of which task. */
    public record Key(UUID task, long token) implements Serializable {}

    @Id
    public UUID task;

    @Id
    public long token;

    public short number;
    public String node;

    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "ended_at")
    public Instant endedAt;

    @Enumerated(EnumType.STRING)
    public AttemptOutcome outcome;

    public String error;
    public String log;
}
