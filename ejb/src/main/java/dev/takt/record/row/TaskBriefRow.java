package dev.takt.record.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Table {@code task} without what may be long: for lists. */
@Entity
@Table(name = "task")
public class TaskBriefRow extends TaskColumns {}
