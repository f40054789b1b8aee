package dev.takt.record.row;

import dev.takt.api.TaskState;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;

/** The columns that {@code task} and {@code task_history} share, but for what may be long. */
@MappedSuperclass
public class TaskColumns {
    @Id
    public UUID id;

    public String pool;
    public String queue;

    @Enumerated(EnumType.STRING)
    public TaskState state;

    public short priority;
    public String job;

    @Column(name = "job_version")
    public Integer jobVersion;

    public String handler;
    public String labels;

    @Column(name = "client_key")
    public String clientKey;

    @Column(name = "retry_of")
    public UUID retryOf;

    @Column(name = "submitted_by")
    public String submittedBy;

    @Column(name = "submitted_at")
    public Instant submittedAt;

    @Column(name = "due_at")
    public Instant dueAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "timeout_ms")
    public long timeoutMillis;

    @Column(name = "attempts_max")
    public short attemptsMax;

    @Column(name = "backoff_ms")
    public long backoffMillis;

    @Column(name = "backoff_factor")
    public double backoffFactor;

    @Column(name = "backoff_max_ms")
    public long backoffMaxMillis;

    public short attempt;
    public short lost;
    public short stopped;
    public Long token;
    public int slices;
    public String node;

    @Column(name = "started_at")
    public Instant startedAt;

    public String error;

    @Column(name = "cancel_requested_at")
    public Instant cancelRequestedAt;

    /** See {@link dev.takt.record.Demands}. */
    public String demand;
}
