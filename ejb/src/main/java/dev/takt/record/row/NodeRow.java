package dev.takt.record.row;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code node}. */
@Entity
@Table(name = "node")
public class NodeRow {
    @Id
    public String id;

    public String name;
    public String address;
    public String labels;
    public int slots;
    public int running;
    public int stuck;

    @Column(name = "cpu_load")
    public double cpuLoad;

    @Column(name = "memory_used")
    public long memoryUsed;

    @Column(name = "memory_max")
    public long memoryMax;

    /** Its share under placement WEIGHTED. */
    public int weight = 1;

    /** Thousandths of a core that tasks may ask for. */
    @Column(name = "cpu_millis")
    public int cpuMillis;

    /** Mebibytes that tasks may ask for. */
    @Column(name = "memory_mb")
    public int memoryMb;

    /** Names separated by spaces. */
    public String handlers;

    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "renewed_at")
    public Instant renewedAt;

    @Column(name = "left_at")
    public Instant leftAt;

    /** Whether it is given no new tasks. */
    public boolean draining;

    /** Whether it left by itself, rather than being found dead. */
    public boolean stopped;
}
